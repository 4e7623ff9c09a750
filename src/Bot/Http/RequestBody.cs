namespace ChatOps502.Bot.Http;

/// <summary>Bodies of requests from outside, up to a size.</summary>
static class RequestBody
{
    /// <returns>The raw bytes; null when there are more than <paramref name="max"/>.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int max)
    {
        if (request.ContentLength > max)
            return null;
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var n)
        {
            if (kept.Length + n > max)
                return null;
            kept.Write(buffer, 0, n);
        }
        return kept.ToArray();
    }
}
