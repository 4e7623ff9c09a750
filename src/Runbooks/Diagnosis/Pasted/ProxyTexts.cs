using static ChatOps502.Runbooks.Diagnosis.ErrorKind;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>
/// Sentences of Go's proxies (Traefik, Caddy, gitlab-workhorse, oauth2-proxy), Apache httpd, HAProxy, Envoy and Node's.
/// All words of a row stand in the line; of two rows that fit the first counts.
/// </summary>
static class ProxyTexts
{
    static readonly (string Mark, string Words, ErrorKind Kind)[] All =
    [
        ("curl: (6)", "", NotResolved),
        ("curl: (7)", "No route", Unreachable),
        ("curl: (7)", "", Refused),
        ("curl: (28)", "Failed to connect", ConnectTimeout),
        ("curl: (28)", "Connection timed out", ConnectTimeout),
        ("curl: (28)", "Operation timed out", ReadTimeout),
        ("curl: (52)", "", PrematureClose),
        ("curl: (56)", "reset", Reset),
        ("curl: (35)", "", Tls),
        ("curl: (60)", "", Tls),
        ("dial tcp", "no such host", NotResolved),
        ("dial tcp", "server misbehaving", NotResolved),
        ("dial tcp", "connection refused", Refused),
        ("dial tcp", "actively refused", Refused),
        ("dial tcp", "i/o timeout", ConnectTimeout),
        ("dial tcp", "context deadline exceeded", ConnectTimeout),
        ("dial tcp", "connection timed out", ConnectTimeout),
        ("dial tcp", "no route to host", Unreachable),
        ("dial tcp", "network is unreachable", Unreachable),
        ("dial tcp", "cannot assign requested address", NoLocalPort),
        ("dial tcp", "too many open files", TooManyFiles),
        ("dial unix", "no such file", SocketMissing),
        ("dial unix", "permission denied", Denied),
        ("dial unix", "connection refused", Refused),
        ("dial unix", "resource temporarily unavailable", QueueFull),
        ("read tcp", "connection reset by peer", Reset),
        ("read tcp", "i/o timeout", ReadTimeout),
        ("write tcp", "broken pipe", BrokenPipe),
        ("proxy error", "connection refused", Refused),
        ("proxy error", "EOF", PrematureClose),
        ("Bad Gateway", "caused by: EOF", PrematureClose),
        ("Bad Gateway", "connection reset by peer", Reset),
        ("http.log.error", "EOF", PrematureClose),
        ("reverse_proxy", "EOF", PrematureClose),
        ("http.log.error", "connection reset by peer", Reset),
        ("http.log.error", "no upstreams available", NoLiveUpstreams),
        ("net/http", "timeout awaiting response headers", ReadTimeout),
        ("server gave HTTP response", "HTTPS client", Tls),
        ("x509:", "certificate", Tls),
        ("remote error:", "tls:", Tls),
        ("tls: first record", "TLS handshake", Tls),
        ("malformed HTTP response", "\\x15\\x03", Tls),
        ("malformed HTTP", "response", BadResponse),
        ("malformed HTTP", "status", BadResponse),
        ("malformed MIME header", "", BadResponse),
        ("transport connection broken", "", BadResponse),
        ("badgateway:", "connection refused", Refused),
        ("badgateway:", "no such file", SocketMissing),
        ("badgateway:", "EOF", PrematureClose),
        ("AH00957", "refused", Refused),
        ("AH00957", "timeout", ConnectTimeout),
        ("AH00957", "timed out", ConnectTimeout),
        ("AH00957", "(110)", ConnectTimeout),
        ("AH00957", "(113)", Unreachable),
        ("AH00957", "(13)", Denied),
        ("AH00957", "", Refused),
        ("AH02454", "(2)", SocketMissing),
        ("AH02454", "(13)", Denied),
        ("AH02454", "(11)", QueueFull),
        ("AH02454", "", Refused),
        ("AH01102", "timeout", ReadTimeout),
        ("AH01102", "", PrematureClose),
        ("AH01075", "timeout", ReadTimeout),
        ("AH01067", "", PrematureClose),
        ("AH01110", "timeout", ReadTimeout),
        ("AH01110", "", PrematureClose),
        ("AH01114", "failed to make connection", Refused),
        ("AH01079", "failed to make connection", Refused),
        ("AH00959", "disabling worker", NoLiveUpstreams),
        ("AH01172", "", NoLiveUpstreams),
        ("AH01167", "All workers are in error state", NoLiveUpstreams),
        ("AH00898", "SSL handshake", Tls),
        ("AH00898", "", PrematureClose),
        ("AH02003", "", Tls),
        ("AH01961", "", Tls),
        ("AH01085", "", PrematureClose),
        ("DNS lookup failure for", "", NotResolved),
        ("is DOWN, reason: Layer4", "refused", Refused),
        ("is DOWN, reason: Layer4", "timeout", ConnectTimeout),
        ("is DOWN, reason: Layer4", "No route", Unreachable),
        ("is DOWN, reason: Layer6", "", Tls),
        ("is DOWN, reason: Layer7", "timeout", ReadTimeout),
        ("has no server available", "", NoLiveUpstreams),
        ("no healthy upstream", "", NoLiveUpstreams),
        ("before headers", "reset reason: connection timeout", ConnectTimeout),
        ("before headers", "TLS error", Tls),
        ("before headers", "connection refused", Refused),
        ("before headers", "delayed connect error: 111", Refused),
        ("before headers", "delayed connect error: 113", Unreachable),
        ("before headers", "connection failure", Refused),
        ("before headers", "remote connection failure", Refused),
        ("before headers", "overflow", QueueFull),
        ("before headers", "connection termination", PrematureClose),
        ("before headers", "protocol error", BadResponse),
        ("upstream request timeout", "", ReadTimeout),
        ("trying to proxy", "ECONNREFUSED", Refused),
        ("trying to proxy", "ECONNRESET", Reset),
        ("trying to proxy", "ENOTFOUND", NotResolved),
        ("trying to proxy", "ETIMEDOUT", ConnectTimeout),
        ("proxy error", "ECONNREFUSED", Refused),
        ("proxy error", "ECONNRESET", Reset),
        ("proxy error", "socket hang up", PrematureClose),
    ];

    /// <returns>Null for a line that no row fits.</returns>
    public static ErrorKind? KindOf(string line)
    {
        foreach (var (mark, words, kind) in All)
            if (Holds(line, mark) && Holds(line, words))
                return kind;
        return null;
    }

    static bool Holds(string line, string words) =>
        line.Contains(words, StringComparison.OrdinalIgnoreCase);
}
