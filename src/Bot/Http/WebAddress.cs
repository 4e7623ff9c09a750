namespace ChatOps502.Bot.Http;

static class WebAddress
{
    /// <summary>Whether it is an absolute http or https address.</summary>
    public static bool Is(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");
}
