namespace ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

/// <summary>One line of the proxy next door, as far as it names the cause.</summary>
public sealed class ProxyMessageTests
{
    [Theory]
    [InlineData("backend-down", "10.7.0.4:8080", "dial tcp 10.7.0.4:8080: connect: connection refused")]
    [InlineData("connect-timeout", "10.7.0.4:8080", "dial tcp 10.7.0.4:8080: i/o timeout")]
    [InlineData("dns-failure", null, "dial tcp: lookup cart on 10.7.0.2:53: no such host")]
    [InlineData(
        "socket-missing",
        "unix:/run/cart.sock",
        "badgateway: dial unix /run/cart.sock: connect: no such file or directory"
    )]
    [InlineData("tls-upstream", null, "http: server gave HTTP response to HTTPS client")]
    [InlineData(
        "bad-response",
        null,
        "net/http: HTTP/1.x transport connection broken: malformed HTTP status code \"x\""
    )]
    [InlineData(
        "backend-down",
        "10.7.0.4:8080",
        "[proxy:error] [pid 9] (111)Connection refused: AH00957: HTTP: attempt to connect to 10.7.0.4:8080 "
            + "(10.7.0.4) failed"
    )]
    [InlineData(
        "backend-slow",
        null,
        "[proxy_http:error] [pid 9] (70007)The timeout specified has expired: AH01102: error reading status "
            + "line from remote server cart"
    )]
    [InlineData("no-live-upstreams", null, "backend cart has no server available!")]
    [InlineData(
        "no-live-upstreams",
        null,
        "haproxy[7]: 198.51.100.7:5 [22/Nov/2026:02:59:30.000] web cart/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- "
            + "1/1/0/0/0 0/0 \"GET / HTTP/1.1\""
    )]
    [InlineData(
        "backend-slow",
        null,
        "haproxy[7]: 198.51.100.7:5 [22/Nov/2026:02:59:30.000] web cart/a 0/0/1/-1/5001 504 194 - - sH-- "
            + "1/1/0/0/0 0/0 \"GET / HTTP/1.1\""
    )]
    [InlineData(
        "backend-crash",
        null,
        "haproxy[7]: 198.51.100.7:5 [22/Nov/2026:02:59:30.000] web cart/a 0/0/1/-1/5 502 194 - - SH-- 1/1/0/0/0 "
            + "0/0 \"GET / HTTP/1.1\""
    )]
    [InlineData(
        "backend-crash",
        null,
        "[2026-11-22T02:59:30.000Z] \"GET / HTTP/1.1\" 503 UC "
            + "upstream_reset_before_response_started{connection_termination} - \"-\" 0 95"
    )]
    [InlineData(
        "backend-saturated",
        null,
        "[2026-11-22T02:59:30.000Z] \"GET / HTTP/1.1\" 503 UO upstream_overflow - \"-\" 0 81"
    )]
    [InlineData(
        "tls-upstream",
        null,
        "upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, "
            + "transport failure reason: TLS error"
    )]
    public void Means_the_same_as_nginxs(string cause, string? upstream, string line)
    {
        var verdict = Paste.Judge(line);
        Paste.AssertFirst(cause, verdict);
        Assert.Equal(upstream, verdict.First!.Subject.Upstream);
        Assert.Contains(verdict.First.Evidence, item => item.Probe == "proxy.log");
    }
}
