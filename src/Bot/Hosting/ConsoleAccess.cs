using System.Security.Cryptography;
using System.Text;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Hosting;

/// <summary>Who may use the console and the API: on loopback the local user, elsewhere whoever has the token.</summary>
public sealed class ConsoleAccess(Settings settings)
{
    const string Cookie = "chatops502";

    bool Loopback { get; } = SettingsRules.IsLoopback(new(settings.Console.Url));

    public Person Person(string source) => new(Loopback ? Environment.UserName : "console", source);

    /// <summary>Middleware: lets only those in who may. Alerts and health checks have their own rules.</summary>
    public async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "/";
        if (path.StartsWith("/alerts/", StringComparison.Ordinal) || path.StartsWith("/slack/", StringComparison.Ordinal) || path is "/healthz" or "/readyz" or "/metrics") { await next(http); return; }
        if (Loopback)
        {
            // a page in the user's browser must not reach us under another name, nor post from another origin
            if (!IsOurName(http.Request.Host.Host) || IsForeign(http.Request)) { await RefuseAsync(http, 403, "this address answers only to its own pages"); return; }
            await next(http);
            return;
        }
        if (http.Request.Query["token"].ToString() is { Length: > 0 } given && Matches(given))
        {
            http.Response.Cookies.Append(Cookie, given, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps });
            http.Response.Redirect(path);
            return;
        }
        if (AlertmanagerWebhook.IsBearer(http.Request, settings.Console.Token) || Matches(http.Request.Cookies[Cookie] ?? "") && !IsForeign(http.Request)) await next(http);
        else await RefuseAsync(http, 401, "open the console once with ?token=... (Console:Token), or send Authorization: Bearer");
    }

    static bool IsOurName(string host) => host is "localhost" or "127.0.0.1" or "[::1]" or "::1" || host.StartsWith("127.", StringComparison.Ordinal);

    static bool IsForeign(HttpRequest request) => request.Headers.Origin.ToString() is { Length: > 0 } origin && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Authority != request.Host.Value);

    bool Matches(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(settings.Console.Token)) && settings.Console.Token.Length > 0;

    static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(why);
    }
}
