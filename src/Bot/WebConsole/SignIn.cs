namespace ChatOps502.Bot.WebConsole;

/// <summary>The page that asks for the console's token, and the way out.</summary>
static class SignIn
{
    public const string Path = "/sign-in",
        Out = "/sign-out";

    const string Page = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Sign in - ChatOps502</title><h1>ChatOps502</h1>
        <form method="post" action="/sign-in">
        <label>Console:Token <input type="password" name="token" autocomplete="current-password" autofocus></label>
        <button>Sign in</button></form></html>

        """;

    public static Task ShowAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(Page);
    }

    /// <returns>The token that was typed; null when this is no such form.</returns>
    public static async Task<string?> TypedAsync(HttpRequest request)
    {
        if (request.Path != Path || !HttpMethods.IsPost(request.Method) || !request.HasFormContentType)
            return null;
        return (await request.ReadFormAsync(request.HttpContext.RequestAborted))["token"].ToString();
    }

    /// <summary>
    /// Only to a page of ours: //evil.example is another host, and browsers drop a tab before they look.
    /// </summary>
    public static string Landing(string path)
    {
        var isOurs = path.StartsWith('/') && !path.StartsWith("//") && !path.Any(c => c is '\\' or < '!');
        return isOurs && path != Path ? path : "/";
    }
}
