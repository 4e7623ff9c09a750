using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Tests.Nginx;

public sealed class AccessFormatTests
{
    const string Guide =
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
        + "\"$http_user_agent\" upstream_addr: $upstream_addr upstream_status: $upstream_status request_time: "
        + "$request_time upstream_response_time: $upstream_response_time";

    [Fact]
    public void Combined_is_read()
    {
        var line = AccessFormat.Combined.Read(
            "10.0.0.1 - ann [22/Nov/2026:17:05:27 +0100] \"GET /a?b=502 HTTP/1.1\" 502 157 \"-\" \"curl/8 \\\"x\\\"\""
        )!;
        Assert.Equal(
            (502, "10.0.0.1", "ann", "GET", "/a?b=502", "HTTP/1.1", 157L),
            (
                line.Status!.Value,
                line.RemoteAddr,
                line.User,
                line.Method,
                line.Path,
                line.Protocol,
                line.Bytes!.Value
            )
        );
        Assert.Null(line.Referer);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 17, 5, 27, TimeSpan.FromHours(1)), line.Time);
    }

    [Fact]
    public void A_body_of_502_bytes_is_no_502() =>
        Assert.Equal(
            200,
            AccessFormat
                .Combined.Read(
                    "10.0.0.1 - - [22/Nov/2026:17:05:27 +0000] \"GET / HTTP/1.1\" 200 502 \"-\" \"-\""
                )!
                .Status
        );

    [Fact]
    public void The_enhanced_format_of_the_guide_is_read_also_after_a_retry_on_another_peer()
    {
        var line = AccessFormat
            .Of("main", Guide)
            .Read(
                "10.0.0.1 - - [22/Nov/2026:17:05:27 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\" upstream_addr: "
                    + "10.0.0.2:80, 10.0.0.3:80 upstream_status: 502, 200 request_time: 0.010 "
                    + "upstream_response_time: 0.001, 0.009"
            )!;
        Assert.Equal(
            ("10.0.0.2:80, 10.0.0.3:80", "502, 200", "0.010"),
            (line.UpstreamAddr, line.UpstreamStatus, line.RequestTime)
        );
    }

    [Theory]
    [InlineData(
        "$status|$host|$request_method $request_uri|$msec",
        "504|shop.example|GET /x?y=z|1795366572.123",
        504,
        "/x?y=z"
    )]
    [InlineData(
        "[$time_iso8601] $status $request_uri",
        "[2026-11-22T17:05:27+00:00] 503 /cart",
        503,
        "/cart"
    )]
    public void Any_format_of_a_configuration_is_read(
        string template,
        string text,
        int status,
        string path
    )
    {
        var line = AccessFormat.Of("own", template).Read(text)!;
        Assert.Equal((status, path), (line.Status!.Value, line.Path));
        Assert.NotNull(line.Time);
    }

    [Theory]
    [InlineData("""{"ts":"2026-11-22T17:05:27+00:00","vhost":"a","uri":"/x","status":502}""", 502)]
    [InlineData("""{"time":1795366572.5,"status":"504","request":"GET /x HTTP/1.1"}""", 504)]
    public void Json_logs_are_read(string text, int status) =>
        Assert.Equal(status, AccessFormat.Guess(text)!.Status);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("192.0.2.1 - - [")]
    [InlineData("192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" abc 612 \"-\" \"curl\"")]
    [InlineData("{\"status\":")]
    [InlineData("{\"status\":99}")]
    [InlineData("\0\u0001\u0002")]
    public void What_is_no_access_line_is_none(string text) =>
        Assert.Null(AccessFormat.Combined.Read(text));
}
