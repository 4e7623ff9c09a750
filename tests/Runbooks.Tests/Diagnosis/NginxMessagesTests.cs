using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis;

/// <summary>Messages of nginx's source by what they mean, with the errors of all systems.</summary>
public sealed class NginxMessagesTests
{
    static ErrorKind KindOf(string message, string phase = "reading response header from upstream") =>
        ErrorKinds.Classify(ErrorLine.Read(Pasted.Paste.Line($"{message} while {phase}"))!);

    [Theory]
    [InlineData(ErrorKind.PrematureClose, "upstream prematurely closed FastCGI stdout")]
    [InlineData(ErrorKind.PrematureClose, "kevent() reported that upstream closed connection")]
    [InlineData(ErrorKind.HeaderTooBig, "upstream sent too big header")]
    [InlineData(ErrorKind.HeaderTooBig, "upstream sent too large http2 header name length: 70000")]
    [InlineData(ErrorKind.Protocol, "upstream sent unexpected FastCGI record: 72")]
    [InlineData(ErrorKind.Protocol, "memcached sent invalid response: \"x\"")]
    [InlineData(ErrorKind.BadResponse, "upstream sent invalid trailer: \"a\"")]
    [InlineData(ErrorKind.BadResponse, "upstream sent HTTP/1.0 response with early hints")]
    [InlineData(
        ErrorKind.Grpc,
        "upstream violated stream flow control, received 9 data frame with window 1"
    )]
    [InlineData(ErrorKind.Grpc, "upstream sent too many settings frames")]
    [InlineData(ErrorKind.Tls, "upstream SSL certificate does not match \"cart\"")]
    [InlineData(ErrorKind.NotResolved, "DNS error (3: Host not found), query id:9")]
    [InlineData(ErrorKind.BadAddress, "no port in upstream \"cart\"")]
    [InlineData(ErrorKind.NginxDied, "worker process 9 exited on signal 6")]
    [InlineData(ErrorKind.WorkerConnections, "768 worker_connections are not enough")]
    [InlineData(ErrorKind.ClientSide, "client prematurely closed connection")]
    [InlineData(ErrorKind.Other, "no connection data found for keepalive http2 connection")]
    public void Each_sentence_has_its_meaning(ErrorKind kind, string message) =>
        Assert.Equal(kind, KindOf(message));

    [Theory]
    [InlineData(ErrorKind.Refused, "111: Connection refused", "61: Connection refused", "10061: refused")]
    [InlineData(
        ErrorKind.ConnectTimeout,
        "110: Connection timed out",
        "60: Operation timed out",
        "10060: late"
    )]
    [InlineData(
        ErrorKind.Reset,
        "104: Connection reset by peer",
        "54: Connection reset by peer",
        "10054: reset"
    )]
    [InlineData(ErrorKind.Unreachable, "113: No route to host", "65: No route to host", "10065: no host")]
    [InlineData(
        ErrorKind.NoLocalPort,
        "99: Address not available",
        "49: Can't assign requested address",
        "10049: a"
    )]
    [InlineData(
        ErrorKind.QueueFull,
        "11: Resource temporarily " + "unavailable",
        "35: Resource temporarily unavailable",
        "10035: busy"
    )]
    public void Every_system_has_its_numbers(ErrorKind kind, string linux, string bsd, string windows)
    {
        foreach (var error in (string[])[linux, bsd, windows])
        {
            Assert.Equal(kind, KindOf($"connect() failed ({error})", "connecting to upstream"));
            Assert.Equal(
                kind,
                KindOf($"kevent() reported that connect() failed ({error})", "connecting to upstream")
            );
        }
    }

    [Fact]
    public void A_sentence_in_a_files_name_is_no_error_of_an_upstream() =>
        Assert.Equal(
            ErrorKind.Other,
            KindOf(
                "open() \"/srv/no live upstreams (111: Connection refused)\" failed (2: No such file or directory)"
            )
        );

    [Fact]
    public void Capitals_do_not_matter() =>
        Assert.Equal(
            ErrorKind.Refused,
            KindOf("connect() failed (111: connection refused)", "connecting to upstream")
        );
}
