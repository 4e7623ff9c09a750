using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>Where a back end is supposed to answer: a TCP host and port, or the path of a unix socket.</summary>
public sealed record BackendAddress(string Host, int Port, string? SocketPath)
{
    public bool IsUnix => SocketPath is not null;

    public bool IsLoopback => !IsUnix && (Host is "localhost" or "::1" || Host.StartsWith("127."));

    /// <summary>Reads an address as it stands in a configuration or in the upstream field of a log line:
    /// <c>http://127.0.0.1:3000/path</c>, <c>fastcgi://unix:/run/php.sock:</c>, <c>[::1]:9000</c>,
    /// <c>unix:/tmp/a.sock</c>.</summary>
    public static BackendAddress? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var scheme = text.IndexOf("://");
        var rest = scheme < 0 ? text : text[(scheme + 3)..];
        if (rest.StartsWith("unix:"))
            return Unix(rest[5..]);
        var authority = rest.Split('/', '?')[0];
        if (authority.Length == 0 || authority[0] == '$')
            return null;
        var (host, port) = HostAndPort(authority);
        return new(
            host,
            port is null ? DefaultPort(text[..Math.Max(scheme, 0)]) : Numbers.Int(port) ?? 0,
            null
        );
    }

    /// <summary>example.org:80 or [::1]:80; the port may be missing.</summary>
    static (string Host, string? Port) HostAndPort(string text)
    {
        var close = text.StartsWith('[') ? text.IndexOf(']') : -1;
        var colon = text.IndexOf(':', Math.Max(close, 0));
        var port = colon < 0 ? null : text[(colon + 1)..];
        if (close > 0)
            return (text[1..close], port);
        return (colon < 0 ? text : text[..colon], port);
    }

    static BackendAddress Unix(string rest)
    {
        var end = rest.IndexOf(':');
        var path = end < 0 ? rest : rest[..end];
        while (path.StartsWith("//"))
            path = path[1..];
        return new("", 0, Normal(path));
    }

    /// <summary>/var/run is /run on every system of the last decade.</summary>
    public static string Normal(string path) => path.StartsWith("/var/run/") ? path[4..] : path;

    static int DefaultPort(string scheme) =>
        scheme switch
        {
            "https" or "grpcs" => 443,
            "fastcgi" => 9000,
            "memcached" => 11211,
            _ => 80,
        };

    public override string ToString()
    {
        if (IsUnix)
            return "unix:" + SocketPath;
        return Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
    }
}
