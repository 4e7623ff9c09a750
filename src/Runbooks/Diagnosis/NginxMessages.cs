using System.Text.RegularExpressions;
using static ChatOps502.Runbooks.Diagnosis.ErrorKind;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// What the messages of nginx's source mean, versions 1.18 to 1.31. Each row stands for all messages that hold its
/// words; of several that fit the first counts.
/// </summary>
static partial class NginxMessages
{
    static readonly (string Words, ErrorKind Kind)[] All =
    [
        .. OfNginxItself,
        .. OfClients,
        .. OfAddresses,
        .. OfGroups,
        .. OfSizes,
        .. OfNames,
        .. OfTls,
        .. OfHttp2,
        .. OfEarlyEnds,
        .. OfAnswers,
        .. OfProtocols,
        ("upstream timed out", ReadTimeout),
    ];

    static IEnumerable<(string, ErrorKind)> OfClients =>
        [
            ("client prematurely closed", ClientSide),
            ("client closed", ClientSide),
            ("client timed out", ClientSide),
            ("client sent", ClientSide),
            ("client disconnected", ClientSide),
            ("too long http2 ", ClientSide),
            ("accept4() failed (103", ClientSide),
            ("while sending to client", ClientSide),
            ("while keepalive", ClientSide),
            ("while waiting for request", ClientSide),
            ("while reading client", ClientSide),
        ];

    static IEnumerable<(string, ErrorKind)> OfNginxItself =>
        [
            ("ocsp", Other),
            ("no connection data found for keepalive", Other),
            ("exited on signal", NginxDied),
            ("exited with fatal code", NginxDied),
            ("could not respawn", NginxDied),
            ("failed while spawning", NginxDied),
            ("shared memory zone", Other),
            ("auth request unexpected status", AuthRequest),
            ("lua tcp socket", Script),
            ("error while setting current upstream peer", Script),
            ("failed to run balancer_by_lua", Script),
            ("worker_connections are not enough", WorkerConnections),
            ("worker_connections exceed", WorkerConnections),
            ("files are available", TooManyFiles),
            ("FastCGI sent in stderr", BackendStderr),
        ];

    static IEnumerable<(string, ErrorKind)> OfAddresses =>
        [
            ("invalid URL prefix in", BadAddress),
            ("invalid port in upstream", BadAddress),
            ("no port in upstream", BadAddress),
            ("no host in upstream", BadAddress),
            ("invalid host in upstream", BadAddress),
            ("invalid local address", BadAddress),
        ];

    static IEnumerable<(string, ErrorKind)> OfGroups =>
        [
            ("no live upstreams", NoLiveUpstreams),
            ("upstream server temporarily disabled", NoLiveUpstreams),
        ];

    static IEnumerable<(string, ErrorKind)> OfSizes =>
        [
            ("too big header", HeaderTooBig),
            ("too big trailers", HeaderTooBig),
            ("too big early hints", HeaderTooBig),
            ("too large http2 header", HeaderTooBig),
            ("client intended to send too large", RequestTooLarge),
        ];

    static IEnumerable<(string, ErrorKind)> OfNames =>
        [
            ("could not be resolved", NotResolved),
            ("host not found in upstream", NotResolved),
            ("no resolver defined", NotResolved),
            ("no name servers defined", NotResolved),
            ("DNS response", NotResolved),
            ("DNS error (", NotResolved),
        ];

    static IEnumerable<(string, ErrorKind)> OfTls =>
        [
            ("SSL_do_handshake", Tls),
            ("SSL handshaking to upstream", Tls),
            ("upstream SSL certificate", Tls),
            ("SSL_read() failed", Tls),
            ("SSL_set_alpn_protos", Tls),
            ("SSL_set_tlsext_host_name", Tls),
            ("cannot load certificate", Tls),
            ("_ssl_certificate_key\" is defined", Tls),
            ("protocol requires SSL support", Tls),
        ];

    static IEnumerable<(string, ErrorKind)> OfHttp2 =>
        [
            ("http2 ", Grpc),
            ("upstream rejected request with error", Grpc),
            ("upstream sent goaway", Grpc),
            ("upstream sent frame for", Grpc),
            (" frame", Grpc),
            ("window update", Grpc),
            ("flow control", Grpc),
            ("for unknown stream", Grpc),
            (":status", Grpc),
            ("invalid encoded header", Grpc),
            ("trailer without end stream", Grpc),
            ("larger than indicated content length", Grpc),
            ("prematurely closed stream", Grpc),
        ];

    static IEnumerable<(string, ErrorKind)> OfEarlyEnds =>
        [("upstream prematurely closed", PrematureClose), ("upstream closed", PrematureClose)];

    static IEnumerable<(string, ErrorKind)> OfAnswers =>
        [
            ("headers at the same time", BadResponse),
            ("upstream sent duplicate header line", BadResponse),
            ("upstream sent invalid \"Content-Length\"", BadResponse),
            ("upstream sent unknown \"Transfer-Encoding\"", BadResponse),
            ("upstream sent invalid header", BadResponse),
            ("upstream sent invalid trailer", BadResponse),
            ("upstream sent invalid chunked", BadResponse),
            ("upstream sent invalid status", BadResponse),
            ("upstream sent more data", BadResponse),
            ("upstream sent data after", BadResponse),
            ("response with early hints", BadResponse),
            ("upstream prematurely sent response", BadResponse),
            ("invalid header after joining", BadResponse),
        ];

    static IEnumerable<(string, ErrorKind)> OfProtocols =>
        [
            ("upstream sent unsupported FastCGI", Protocol),
            ("upstream sent unexpected FastCGI", Protocol),
            ("no valid HTTP", Protocol),
            ("upstream sent invalid", Protocol),
            ("upstream sent unknown", Protocol),
            ("memcached sent invalid", Protocol),
        ];

    /// <returns>Null for a message that no row fits.</returns>
    public static ErrorKind? KindOf(string message)
    {
        var own = OwnWords(message);
        foreach (var (words, kind) in All)
            if (own.Contains(words, StringComparison.OrdinalIgnoreCase))
                return kind;
        return null;
    }

    /// <summary>
    /// The message without quoted paths and long quotations: a sentence of nginx in a file's name is none.
    /// </summary>
    public static string OwnWords(string message) =>
        message.Contains('"') ? Quotations().Replace(message, "\"\"") : message;

    // open() "/srv/a connect() failed (111" failed (2: No such file or directory)
    [GeneratedRegex(@"""(?:/[^""]*|[^""]{60,})""")]
    private static partial Regex Quotations();
}
