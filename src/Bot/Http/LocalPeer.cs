using System.Net;

namespace ChatOps502.Bot.Http;

/// <summary>
/// Whether a request comes from a person at this machine, and not from a proxy or a page of somebody else.
/// </summary>
static class LocalPeer
{
    static readonly string[] Forwarding =
    [
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Forwarded-User",
        "X-Original-Host",
        "X-Real-IP",
        "X-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "Forwarded-For",
    ];

    /// <param name="identityHeader">What a proxy names its user with; "" for no such header.</param>
    /// <returns>Null when it does; else why it is not taken for one, in words.</returns>
    public static string? Problem(HttpContext http, string identityHeader)
    {
        if (!IsLoopback(http.Connection.RemoteIpAddress))
            return "it comes from another machine";
        var isVouchedFor = identityHeader.Length > 0 && http.Request.Headers.ContainsKey(identityHeader);
        if (isVouchedFor || IsForwarded(http.Request))
            return "it came through a proxy";
        // nginx passes on with HTTP/1.0 and adds no header of its own unless it is told to
        if (HttpProtocol.IsHttp10(http.Request.Protocol))
            return "it came with HTTP/1.0, as proxies send it";
        if (!IsOurName(http.Request.Host.Host))
            return $"'{http.Request.Host.Host}' is not a name of this machine";
        return PeerUser.IsService(http)
            ? "it came from a service of this machine, not from a person"
            : null;
    }

    public static bool IsForwarded(HttpRequest request) => Forwarding.Any(request.Headers.ContainsKey);

    /// <summary>localhost, or a literal loopback address: a name such as 127.evil.example is neither.</summary>
    public static bool IsOurName(string host)
    {
        if (host.TrimEnd('.').Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsLoopback(address);
    }

    static bool IsLoopback(IPAddress? address) =>
        address is not null
        && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
