using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.WebConsole;

/// <summary>
/// Who signed in with the console's token. A session ends by itself, by signing out, or with the bot.
/// </summary>
public sealed class ConsoleSessions(Settings settings, TimeProvider clock)
{
    const string Cookie = "chatops502";
    readonly ConcurrentDictionary<string, DateTimeOffset> _until = new();

    /// <summary>What the session is known by here; null when the request has none.</summary>
    public string? Of(HttpRequest request) =>
        request.Cookies[Cookie] is { Length: > 0 } id && Hash(id) is var session && Lasts(session)
            ? session
            : null;

    public bool Lasts(string session) =>
        _until.TryGetValue(session, out var until) && until > clock.GetUtcNow();

    public void Begin(HttpContext http)
    {
        foreach (var (old, until) in _until)
            if (until <= clock.GetUtcNow())
                _until.TryRemove(old, out _);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _until[Hash(id)] = clock.GetUtcNow() + settings.Console.SessionLasts;
        http.Response.Cookies.Append(Cookie, id, Options(http.Request));
    }

    public void End(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { } id)
            _until.TryRemove(Hash(id), out _);
        http.Response.Cookies.Delete(Cookie, Options(http.Request));
    }

    CookieOptions Options(HttpRequest request) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = settings.Console.SessionLasts,
            Secure = request.IsHttps || request.Headers["X-Forwarded-Proto"] == "https",
        };

    /// <summary>What is kept opens nothing.</summary>
    static string Hash(string id) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
