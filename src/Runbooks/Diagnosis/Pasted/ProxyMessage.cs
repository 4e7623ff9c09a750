using System.Text.RegularExpressions;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>An error of another proxy, which means the same as one of nginx.</summary>
/// <param name="Upstream">Where it could not pass the request to; null when the line does not say.</param>
sealed partial record ProxyMessage(ErrorKind Kind, string? Upstream, string Line)
{
    /// <summary>Null for a line of nothing that is known.</summary>
    public static ProxyMessage? Read(string line)
    {
        try
        {
            return OfHaProxy(line) ?? OfEnvoy(line) ?? OfText(line);
        }
        catch (RegexMatchTimeoutException)
        {
            return null; // a hostile line is no reason to stop
        }
    }

    /// <summary>The same as a line of nginx's log, so that one rule book judges both.</summary>
    public ErrorLine AsErrorLine =>
        new(
            null,
            "error",
            null,
            null,
            null,
            Line,
            null,
            null,
            null,
            null,
            null,
            Upstream,
            null,
            null,
            null,
            Line
        );

    static ProxyMessage? OfHaProxy(string line)
    {
        if (HaProxy().Match(line) is not { Success: true } found)
            return null;
        var server = found.Groups["server"].Value;
        if (server == "<NOSRV>" && found.Groups["flags"].Value[0] == 'S')
            return new(ErrorKind.NoLiveUpstreams, null, line);
        return HaProxyFlags.KindOf(found.Groups["flags"].Value) is { } kind
            ? new(kind, null, line)
            : null;
    }

    static ProxyMessage? OfEnvoy(string line)
    {
        if (Envoy().Match(line) is not { Success: true } found)
            return null;
        var flags = found.Groups["flags"].Value.Split(',');
        var kind = flags
            .Select(flag => EnvoyFlags.KindOf(flag, line))
            .FirstOrDefault(known => known is not null);
        return kind is { } known ? new(known, AddressIn(line), line) : null;
    }

    static ProxyMessage? OfText(string line)
    {
        if (ProxyTexts.KindOf(line) is not { } kind)
            return null;
        return new(kind, AddressIn(line), line);
    }

    static string? AddressIn(string line)
    {
        if (OfCurl().Match(line) is { Success: true } curl)
            return $"http://{curl.Groups["host"].Value}:{curl.Groups["port"].Value}";
        if (UnixPath().Match(line) is { Success: true } path)
            return "http://unix:" + path.Groups["path"].Value;
        return Address().Match(line) is { Success: true } found
            ? "http://" + found.Groups["address"].Value
            : null;
    }

    // ... fe be/web1 0/0/-1/-1/3000 503 217 - - SC-- 2/2/0/0/3 0/0 "GET / HTTP/1.1"
    [GeneratedRegex(
        @" \S+/(?<server>\S+) [\d/+-]+ (?:-1|\d{3}) \d+ (?:\S+ \S+ )?(?<flags>[A-Za-z-]{2}[A-Z-]{2}) \d+/\d+/\d+/\d+/"
    )]
    private static partial Regex HaProxy();

    // [2026-01-05T10:00:00.000Z] "GET / HTTP/1.1" 503 UF,URX ... "10.0.0.9:8080"
    [GeneratedRegex(@"""[A-Z]+ \S+ HTTP/[\d.]+"" (?:0|[45]\d\d) (?<flags>[A-Z]{2,5}(?:,[A-Z]{2,5})*) ")]
    private static partial Regex Envoy();

    // dial tcp 10.0.0.9:8080:   |   AH00957: HTTP: attempt to connect to 10.0.0.9:8080 (10.0.0.9) failed
    [GeneratedRegex(
        @"(?:dial tcp(?:[46])?|attempt to connect to|read tcp \S+->|connection to backend:?|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|remote server|to host|backend server|http://|""|connect to) ?(?<address>(?:\[[\da-f:]+\]|[A-Za-z\d][\w.-]*):\d{2,5})\b"
    )]
    private static partial Regex Address();

    // curl: (7) Failed to connect to 10.0.0.9 port 8080 after 2 ms: Connection refused
    [GeneratedRegex(@"connect to (?<host>[\w.:-]+) port (?<port>\d+)")]
    private static partial Regex OfCurl();

    // dial unix /run/app.sock:   |   Unix domain socket /run/php.sock (*) failed
    [GeneratedRegex(@"(?:dial unix|[Uu]nix domain socket) (?<path>/[^\s:()]+)")]
    private static partial Regex UnixPath();
}
