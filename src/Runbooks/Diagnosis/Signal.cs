using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What an error-log line says went wrong, before anything else is known.</summary>
public enum Signal
{
    Refused,
    SocketMissing,
    Denied,
    ConnectTimeout,
    ReadTimeout,
    PrematureClose,
    Reset,
    BrokenPipe,
    NoLiveUpstreams,
    QueueFull,
    Unreachable,
    NoLocalPort,
    TooManyFiles,
    WorkerConnections,
    NotResolved,
    HeaderTooBig,
    RequestTooLarge,
    Protocol,
    Tls,
    Grpc,
    DiskFull,
    NoMemory,
    BadAddress,
    ClientSide,
    BackendStderr,
    Other,
}

/// <summary>Maps messages of nginx's source to signals. The order matters: the first that fits decides.</summary>
public static class Signals
{
    static readonly (string Text, Signal Signal)[] Messages =
    [
        ("client prematurely closed", Signal.ClientSide),
        ("client closed", Signal.ClientSide),
        ("client timed out", Signal.ClientSide),
        ("client sent", Signal.ClientSide),
        ("too long http2 URI", Signal.ClientSide),
        ("accept4() failed (103", Signal.ClientSide),
        ("while sending to client", Signal.ClientSide),
        ("while keepalive", Signal.ClientSide),
        ("while waiting for request", Signal.ClientSide),
        ("while reading client", Signal.ClientSide),
        ("ocsp", Signal.Other),
        ("no connection data found for keepalive", Signal.Other),
        ("invalid URL prefix in", Signal.BadAddress),
        ("invalid port in upstream", Signal.BadAddress),
        ("no host in upstream", Signal.BadAddress),
        ("invalid host in upstream", Signal.BadAddress),
        ("invalid local address", Signal.BadAddress),
        ("FastCGI sent in stderr", Signal.BackendStderr),
        ("no live upstreams", Signal.NoLiveUpstreams),
        ("upstream server temporarily disabled", Signal.NoLiveUpstreams),
        ("too big header", Signal.HeaderTooBig),
        ("too large http2 header", Signal.HeaderTooBig),
        ("client intended to send too large", Signal.RequestTooLarge),
        ("worker_connections are not enough", Signal.WorkerConnections),
        ("worker_connections exceed", Signal.WorkerConnections),
        ("could not be resolved", Signal.NotResolved),
        ("host not found in upstream", Signal.NotResolved),
        ("no resolver defined", Signal.NotResolved),
        ("no name servers defined", Signal.NotResolved),
        ("DNS response", Signal.NotResolved),
        ("SSL_do_handshake", Signal.Tls),
        ("SSL handshaking to upstream", Signal.Tls),
        ("upstream SSL certificate", Signal.Tls),
        ("SSL_read() failed", Signal.Tls),
        ("cannot load certificate", Signal.Tls),
        ("_ssl_certificate_key\" is defined", Signal.Tls),
        ("http2 ", Signal.Grpc),
        ("upstream rejected request with error", Signal.Grpc),
        ("upstream sent goaway", Signal.Grpc),
        ("upstream sent frame for", Signal.Grpc),
        (" frame", Signal.Grpc),
        ("window update", Signal.Grpc),
        ("for unknown stream", Signal.Grpc),
        ("upstream sent no :status", Signal.Grpc),
        (":status", Signal.Grpc),
        ("prematurely closed stream", Signal.Grpc),
        ("upstream prematurely closed", Signal.PrematureClose),
        ("upstream closed", Signal.PrematureClose),
        ("upstream sent unsupported FastCGI", Signal.Protocol),
        ("upstream sent unexpected FastCGI", Signal.Protocol),
        ("no valid HTTP", Signal.Protocol),
        ("upstream sent invalid", Signal.Protocol),
        ("upstream sent duplicate", Signal.Protocol),
        ("upstream sent unknown", Signal.Protocol),
        ("upstream sent more data", Signal.Protocol),
        ("larger than indicated content length", Signal.Protocol),
        ("upstream sent data after", Signal.Protocol),
        ("memcached sent invalid", Signal.Protocol),
        ("upstream timed out", Signal.ReadTimeout),
    ];

    public static Signal Of(ErrorLine line)
    {
        if (line.Phase == "connecting to upstream" && line.Errno == 110)
            return Signal.ConnectTimeout;
        if (line.Phase == "SSL handshaking")
            return Signal.ClientSide;
        if (line.Level is not ("notice" or "info" or "debug"))
            switch (line.Errno)
            {
                case 28 or 122:
                    return Signal.DiskFull;
                case 24:
                    return Signal.TooManyFiles;
                case 12 when !line.Message.StartsWith("accept"):
                    return Signal.NoMemory;
                case not null
                    when line.Phase == "resolving" && line.Message.StartsWith("recv()")
                        || line.Message.StartsWith("connect()") && line.Phase == "resolving":
                    return Signal.NotResolved;
            }
        foreach (var (text, signal) in Messages)
            if (line.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
                return signal == Signal.Protocol && line.Upstream?.StartsWith("grpc") == true ? Signal.Grpc : signal;
        if (line.Level is "notice" or "info" or "debug")
            return Signal.Other;
        var upstream =
            line.Upstream is not null
            || line.Phase is { } p && p.Contains("upstream")
            || line.Message.StartsWith("connect()")
            || line.Phase is null && line.Message.StartsWith("recv()"); // pasted without its end
        return line.Errno switch
        {
            _ when !upstream => Signal.Other,
            111 => Signal.Refused,
            2 when line.Message.StartsWith("connect()") => Signal.SocketMissing,
            13 when !line.Message.StartsWith("open()") => Signal.Denied,
            110 => Signal.ReadTimeout,
            104 or 107 => Signal.Reset,
            32 => Signal.BrokenPipe,
            11 => Signal.QueueFull,
            113 or 101 or 100 or 112 or 71 or 97 => Signal.Unreachable,
            99 => line.Message.StartsWith("bind(") ? Signal.BadAddress : Signal.NoLocalPort,
            1 when line.Message.StartsWith("connect()") => Signal.Unreachable, // a firewall of this host
            _ => Signal.Other,
        };
    }

    /// <summary>Signals of a failed request to an upstream; the rest is noise or belongs to nginx itself.</summary>
    public static bool IsFailure(this Signal signal) =>
        signal is not (Signal.ClientSide or Signal.BackendStderr or Signal.Other);
}
