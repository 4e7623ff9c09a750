using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Tells the kind of an error-log line from nginx's own messages.</summary>
public static class ErrorKinds
{
    /// <summary>Texts of nginx's source. The order matters: the first that fits decides.</summary>
    static readonly (string Text, ErrorKind Kind)[] Messages =
    [
        ("client prematurely closed", ErrorKind.ClientSide),
        ("client closed", ErrorKind.ClientSide),
        ("client timed out", ErrorKind.ClientSide),
        ("client sent", ErrorKind.ClientSide),
        ("too long http2 URI", ErrorKind.ClientSide),
        ("accept4() failed (103", ErrorKind.ClientSide),
        ("while sending to client", ErrorKind.ClientSide),
        ("while keepalive", ErrorKind.ClientSide),
        ("while waiting for request", ErrorKind.ClientSide),
        ("while reading client", ErrorKind.ClientSide),
        ("ocsp", ErrorKind.Other),
        ("no connection data found for keepalive", ErrorKind.Other),
        ("invalid URL prefix in", ErrorKind.BadAddress),
        ("invalid port in upstream", ErrorKind.BadAddress),
        ("no host in upstream", ErrorKind.BadAddress),
        ("invalid host in upstream", ErrorKind.BadAddress),
        ("invalid local address", ErrorKind.BadAddress),
        ("FastCGI sent in stderr", ErrorKind.BackendStderr),
        ("no live upstreams", ErrorKind.NoLiveUpstreams),
        ("upstream server temporarily disabled", ErrorKind.NoLiveUpstreams),
        ("too big header", ErrorKind.HeaderTooBig),
        ("too large http2 header", ErrorKind.HeaderTooBig),
        ("client intended to send too large", ErrorKind.RequestTooLarge),
        ("worker_connections are not enough", ErrorKind.WorkerConnections),
        ("worker_connections exceed", ErrorKind.WorkerConnections),
        ("could not be resolved", ErrorKind.NotResolved),
        ("host not found in upstream", ErrorKind.NotResolved),
        ("no resolver defined", ErrorKind.NotResolved),
        ("no name servers defined", ErrorKind.NotResolved),
        ("DNS response", ErrorKind.NotResolved),
        ("SSL_do_handshake", ErrorKind.Tls),
        ("SSL handshaking to upstream", ErrorKind.Tls),
        ("upstream SSL certificate", ErrorKind.Tls),
        ("SSL_read() failed", ErrorKind.Tls),
        ("cannot load certificate", ErrorKind.Tls),
        ("_ssl_certificate_key\" is defined", ErrorKind.Tls),
        ("http2 ", ErrorKind.Grpc),
        ("upstream rejected request with error", ErrorKind.Grpc),
        ("upstream sent goaway", ErrorKind.Grpc),
        ("upstream sent frame for", ErrorKind.Grpc),
        (" frame", ErrorKind.Grpc),
        ("window update", ErrorKind.Grpc),
        ("for unknown stream", ErrorKind.Grpc),
        ("upstream sent no :status", ErrorKind.Grpc),
        (":status", ErrorKind.Grpc),
        ("prematurely closed stream", ErrorKind.Grpc),
        ("upstream prematurely closed", ErrorKind.PrematureClose),
        ("upstream closed", ErrorKind.PrematureClose),
        ("upstream sent unsupported FastCGI", ErrorKind.Protocol),
        ("upstream sent unexpected FastCGI", ErrorKind.Protocol),
        ("no valid HTTP", ErrorKind.Protocol),
        ("upstream sent invalid", ErrorKind.Protocol),
        ("upstream sent duplicate", ErrorKind.Protocol),
        ("upstream sent unknown", ErrorKind.Protocol),
        ("upstream sent more data", ErrorKind.Protocol),
        ("larger than indicated content length", ErrorKind.Protocol),
        ("upstream sent data after", ErrorKind.Protocol),
        ("memcached sent invalid", ErrorKind.Protocol),
        ("upstream timed out", ErrorKind.ReadTimeout),
    ];

    /// <summary>Kinds of a failed request to an upstream; the rest is noise or belongs to nginx itself.</summary>
    public static bool IsFailure(this ErrorKind kind) =>
        kind is not (ErrorKind.ClientSide or ErrorKind.BackendStderr or ErrorKind.Other);

    public static ErrorKind Classify(ErrorLine line) =>
        ByPhase(line) ?? ByOwnErrno(line) ?? ByMessage(line) ?? ByUpstreamErrno(line);

    static ErrorKind? ByPhase(ErrorLine line)
    {
        if (line.Phase == "connecting to upstream" && line.Errno == 110)
            return ErrorKind.ConnectTimeout;
        return line.Phase == "SSL handshaking" ? ErrorKind.ClientSide : null;
    }

    /// <summary>
    /// Errors that are nginx's own, whatever it was doing: it ran out of something, or cannot resolve.
    /// </summary>
    static ErrorKind? ByOwnErrno(ErrorLine line)
    {
        if (IsInformational(line))
            return null;
        return line.Errno switch
        {
            28 or 122 => ErrorKind.DiskFull,
            24 => ErrorKind.TooManyFiles,
            12 when !line.Message.StartsWith("accept") => ErrorKind.NoMemory,
            not null when IsResolverTrouble(line) => ErrorKind.NotResolved,
            _ => null,
        };
    }

    static bool IsResolverTrouble(ErrorLine line) =>
        line.Phase == "resolving"
        && (line.Message.StartsWith("recv()") || line.Message.StartsWith("connect()"));

    static ErrorKind? ByMessage(ErrorLine line)
    {
        foreach (var (text, kind) in Messages)
            if (line.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
                return kind == ErrorKind.Protocol && IsGrpc(line) ? ErrorKind.Grpc : kind;
        return IsInformational(line) ? ErrorKind.Other : null;
    }

    static bool IsGrpc(ErrorLine line) => line.Upstream?.StartsWith("grpc") == true;

    static bool IsInformational(ErrorLine line) => line.Level is "notice" or "info" or "debug";

    static ErrorKind ByUpstreamErrno(ErrorLine line)
    {
        if (!IsAboutUpstream(line))
            return ErrorKind.Other;
        return line.Errno switch
        {
            111 => ErrorKind.Refused,
            13 when !line.Message.StartsWith("open()") => ErrorKind.Denied,
            110 => ErrorKind.ReadTimeout,
            104 or 107 => ErrorKind.Reset,
            32 => ErrorKind.BrokenPipe,
            11 => ErrorKind.QueueFull,
            113 or 101 or 100 or 112 or 71 or 97 => ErrorKind.Unreachable,
            99 when line.Message.StartsWith("bind(") => ErrorKind.BadAddress,
            99 => ErrorKind.NoLocalPort,
            2 when IsConnect(line) => ErrorKind.SocketMissing,
            1 when IsConnect(line) => ErrorKind.Unreachable, // a firewall of this host
            _ => ErrorKind.Other,
        };
    }

    /// <summary>A line that was pasted without its end may name no upstream.</summary>
    static bool IsAboutUpstream(ErrorLine line) =>
        line.Upstream is not null
        || line.Phase?.Contains("upstream") == true
        || IsConnect(line)
        || line.Phase is null && line.Message.StartsWith("recv()");

    static bool IsConnect(ErrorLine line) => line.Message.StartsWith("connect()");
}
