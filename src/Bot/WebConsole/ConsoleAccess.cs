using System.Net;
using System.Security.Claims;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.WebConsole;

/// <summary>
/// Who may use the console and the API: on loopback the local user, else whoever has the token or a proxy vouches for.
/// </summary>
public sealed class ConsoleAccess(
    Settings settings,
    ConsoleSessions sessions,
    SignInThrottle brake,
    IEnumerable<OpenPath> open
)
{
    const string Anybody = "console";
    readonly List<OpenPath> _open = [.. open];

    bool OnLoopback { get; } = Loopback.Has(new(settings.Console.Url));

    /// <summary>The person behind a request that was let in.</summary>
    /// <param name="source">console or api.</param>
    public static Person Person(ClaimsPrincipal user, string source) =>
        new(user.Identity?.Name ?? Anybody, source, user.FindFirst(ClaimTypes.NameIdentifier)?.Value);

    /// <summary>The same for a page that has been open for a while.</summary>
    public Person Still(ClaimsPrincipal user, string source)
    {
        var session = user.FindFirst(ClaimTypes.Sid)?.Value;
        if (session is null || sessions.Lasts(session))
            return Person(user, source);
        return new("this page", source) { Outsider = "is signed out" };
    }

    /// <summary>Middleware: lets only those in who may. Open paths have rules of their own.</summary>
    public async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        SafeHeaders.Set(http);
        var path = http.Request.Path.Value ?? "/";
        var open = _open.Find(door => door.Covers(path));
        if (IsAtWrongListener(http, open))
            await RefuseAsync(http, 404, "nothing is here");
        else if (open is not null)
            await next(http);
        else
            await LetInAsync(http, path, next);
    }

    /// <summary>
    /// A path with a listener of its own is answered there alone, and nothing else is answered there.
    /// </summary>
    bool IsAtWrongListener(HttpContext http, OpenPath? open)
    {
        var own = _open.Find(door => door.Listener?.Port == http.Connection.LocalPort);
        return own != open && (own is not null || open?.Listener is not null);
    }

    async Task LetInAsync(HttpContext http, string path, RequestDelegate next)
    {
        if (ForeignPage.Sent(http.Request))
        {
            await RefuseAsync(http, 403, "this address answers only to its own pages");
            return;
        }
        var stranger = OnLoopback
            ? LocalPeer.Problem(http, settings.Console.IdentityHeader)
            : "it needs the token";
        if (stranger is null)
            await EnterAsync(http, Environment.UserName, next);
        else if (VouchedFor(http) is { } name)
            await EnterAsync(http, name, next, new(ClaimTypes.NameIdentifier, name));
        else if (settings.Console.Token.Length == 0)
            await RefuseAsync(http, 403, NoWayIn(stranger));
        else
            await WithTokenAsync(http, path, next);
    }

    /// <summary>Whom a trusted proxy names; null for nobody.</summary>
    string? VouchedFor(HttpContext http)
    {
        if (
            settings.Console.IdentityHeader.Length == 0
            || !IsTrustedProxy(http.Connection.RemoteIpAddress)
        )
            return null;
        return http.Request.Headers[settings.Console.IdentityHeader] is [{ Length: > 0 } name]
            ? name
            : null;
    }

    bool IsTrustedProxy(IPAddress? peer) =>
        peer is not null
        && settings.Console.TrustedProxies.Any(p =>
            IPAddress.TryParse(p, out var trusted) && trusted.Equals(Plain(peer))
        );

    /// <summary>Whose guesses are counted: behind a trusted proxy those of its client.</summary>
    IPAddress? Guesser(HttpContext http)
    {
        var peer = http.Connection.RemoteIpAddress;
        var last = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        return IsTrustedProxy(peer) && IPAddress.TryParse(last, out var client) ? client : peer;
    }

    static IPAddress Plain(IPAddress peer) => peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;

    static string NoWayIn(string stranger) =>
        $"this address is for people at this machine, and {stranger}. To use it from elsewhere set Console:Token, "
        + "or Console:TrustedProxies and Console:IdentityHeader for a proxy that signs people in";

    async Task WithTokenAsync(HttpContext http, string path, RequestDelegate next)
    {
        var request = http.Request;
        if (path == SignIn.Out)
        {
            sessions.End(http);
            http.Response.Redirect("/");
            return;
        }
        if (sessions.Of(request) is { } session)
        {
            await EnterAsync(http, Anybody, next, new(ClaimTypes.Sid, session));
            return;
        }
        if (brake.Wait(Guesser(http)) is { } wait)
        {
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
            await RefuseAsync(http, 429, "too many wrong tokens from this address; wait a minute");
            return;
        }
        if (BearerToken.Of(request) is { } bearer && Matches(bearer))
            await EnterAsync(http, Anybody, next);
        else if (await SignIn.TypedAsync(request) is { } typed)
            await SignInAsync(http, typed, "/");
        else if (request.Query["token"].ToString() is { Length: > 0 } given)
            await SignInAsync(http, given, SignIn.Landing(path));
        else
            await AskAsync(http);
    }

    Task SignInAsync(HttpContext http, string given, string landing)
    {
        if (!Matches(given))
            return AskAsync(http, wrong: true);
        sessions.Begin(http);
        http.Response.Redirect(landing);
        return Task.CompletedTask;
    }

    Task AskAsync(HttpContext http, bool wrong = false)
    {
        if (wrong || http.Request.Headers.Authorization.Count > 0)
            brake.Failed(Guesser(http));
        if (http.Request.Headers.Accept.ToString().Contains("text/html"))
            return SignIn.ShowAsync(http);
        return RefuseAsync(
            http,
            401,
            "open the console and sign in with Console:Token, or send Authorization: Bearer"
        );
    }

    /// <param name="how">What they came in by: a proxy's word, a session; null for the local user and the token
    /// itself.</param>
    static Task EnterAsync(HttpContext http, string name, RequestDelegate next, Claim? how = null)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, name)], authenticationType: "console");
        if (how is not null)
            identity.AddClaim(how);
        http.User = new(identity);
        return next(http);
    }

    bool Matches(string given) =>
        settings.Console.Token.Length > 0 && BearerToken.AreSame(given, settings.Console.Token);

    static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(why);
    }
}
