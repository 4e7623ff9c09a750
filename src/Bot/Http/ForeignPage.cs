namespace ChatOps502.Bot.Http;

/// <summary>Whether a browser sends a request for a page of another origin.</summary>
static class ForeignPage
{
    public static bool Sent(HttpRequest request) => HasForeignOrigin(request) || IsCrossSite(request);

    static bool HasForeignOrigin(HttpRequest request)
    {
        if (request.Headers.Origin.ToString() is not { Length: > 0 } origin)
            return false;
        return !Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            || uri.Authority != request.Host.Value;
    }

    /// <summary>Browsers say so themselves; a link that somebody follows from elsewhere is no harm.</summary>
    static bool IsCrossSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site"))
            return false;
        var isLink = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate";
        return !isLink;
    }
}
