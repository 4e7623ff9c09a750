using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Tests.Nginx;

public sealed class ErrorLineTests
{
    [Fact]
    public void A_user_name_that_is_a_whole_log_line_forges_no_field()
    {
        var line = ErrorLine.Read(
            "2014/04/03 22:20:40 [error] 30708#0: *3 user \"a\": password mismatch, client: 127.0.0.1, server: "
                + "shop, request: \"GET / HTTP/1.1\", host: \"x\"\": was not found in \"/etc/nginx/.htpasswd\", "
                + "client: 192.0.2.2, server: , request: \"GET / HTTP/1.1\", host: \"y\""
        )!;
        Assert.Equal(("192.0.2.2", "", "y"), (line.Client, line.Server, line.Host));
    }

    const string Refused =
        "2026/11/22 17:05:27 [error] 971#972: *12 connect() failed (111: Connection refused) while connecting "
        + "to upstream, client: 10.0.0.1, server: shop.example, request: \"GET /a?b=\"c\" HTTP/1.1\", upstream: "
        + "\"http://127.0.0.1:3000/a\", host: \"shop.example:8080\", referrer: \"http://x/\"";

    [Fact]
    public void Every_field_of_a_line_is_read()
    {
        var line = ErrorLine.Read(Refused)!;
        Assert.Equal(new DateTime(2026, 11, 22, 17, 5, 27), line.Time);
        Assert.Equal(("error", 971, 972, 12L), (line.Level, line.Pid, line.Tid, line.Connection));
        Assert.Equal(
            "connect() failed (111: Connection refused) while connecting to upstream",
            line.Message
        );
        Assert.Equal((111, "connecting to upstream"), (line.Errno, line.Phase));
        Assert.Equal(
            ("10.0.0.1", "shop.example", "GET /a?b=\"c\" HTTP/1.1"),
            (line.Client, line.Server, line.Request)
        );
        Assert.Equal(
            ("http://127.0.0.1:3000/a", "shop.example:8080", "http://x/"),
            (line.Upstream, line.Host, line.Referrer)
        );
    }

    [Theory]
    [InlineData("Nov 22 17:05:27 web-01 nginx[971]: ")]
    [InlineData("nginx_1  | ")]
    [InlineData("2026-11-22T17:05:27Z stderr F ")]
    [InlineData("2026-11-22T16:42:35-08:00 10.0.0.9 local5.crit nginx - app@example.com - ")]
    public void A_wrapped_line_reads_the_same(string wrapping) =>
        Assert.Equal(
            ErrorLine.Read(Refused)! with
            {
                Raw = "",
            },
            ErrorLine.Read(wrapping + Refused)! with
            {
                Raw = "",
            }
        );

    [Theory]
    [InlineData(
        "*6 connect() failed (111: Connection refused) while connecting to upstream, client: 172.17.0.1, "
            + "server: localhost, upstream: \"fastcgi://127.0.0.1:9000\"",
        111,
        "fastcgi://127.0.0.1:9000"
    )]
    [InlineData("upstream sent too big header while reading response header from upstream", null, null)]
    [InlineData(
        "nginx: [emerg] host not found in upstream \"core:8080\" in /etc/nginx/nginx.conf:23",
        null,
        null
    )]
    [InlineData(
        "[error] 540#540: *1 upstream prematurely closed connection while reading response header from "
            + "upstream, client.....",
        null,
        null
    )]
    public void A_line_pasted_without_its_beginning_is_read(string text, int? errno, string? upstream)
    {
        var line = ErrorLine.Read(text)!;
        Assert.Equal((errno, upstream), (line.Errno, line.Upstream));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("hello")]
    [InlineData("10.0.0.1 - - [22/Nov/2026:17:05:27 +0000] \"GET / HTTP/1.1\" 502 157")]
    [InlineData(
        "  thrown in /var/www/html/db.php on line 14\" while reading response header from upstream, client: 192.0.2.1"
    )]
    public void What_is_no_line_of_nginx_is_none(string text) => Assert.Null(ErrorLine.Read(text));

    [Fact]
    public void Every_beginning_of_a_line_is_survived()
    {
        for (var n = 0; n < Refused.Length; n++)
            ErrorLine.Read(Refused[..n]);
        Assert.NotNull(ErrorLine.Read(Refused[..100]));
    }

    [Fact]
    public void A_gigantic_hostile_line_is_read_quickly()
    {
        var line =
            "2026/11/22 17:05:27 [error] 1#1: *1 connect() failed (111: Connection refused), client: 1.2.3.4, "
            + "request: \"GET /"
            + string.Concat(Enumerable.Repeat("\", client: \"", 20_000));
        Assert.Equal(111, ErrorLine.Read(line)!.Errno);
    }

    const string Head =
        "2026/11/22 17:05:27 [error] 1#1: *1 connect() failed (111: Connection refused) while connecting to "
        + "upstream, client: 10.0.0.1, server: shop.example, ";

    const string True = "http://127.0.0.1:3000/";

    /// <summary>
    /// What clients can send: nginx before 1.21.1 takes blanks in a request line; Host and Referer are written as they
    /// came.
    /// </summary>
    [Theory]
    [InlineData(
        "request: \"GET /\", upstream: \"http://127.0.0.1:3306/ HTTP/1.1\", upstream: "
            + "\"http://127.0.0.1:3000/\", host: \"shop.example\"",
        True,
        "shop.example",
        null
    )]
    [InlineData(
        "request: \"GET /\", upstream: \"http://127.0.0.1:3306/\", host: \"evil HTTP/1.1\", upstream: "
            + "\"http://127.0.0.1:3000/\", host: \"shop.example\", referrer: \"http://x/\"",
        True,
        "shop.example",
        "http://x/"
    )]
    [InlineData(
        "request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"a\", upstream: "
            + "\"http://127.0.0.1:3306/\"",
        True,
        "a",
        null
    )]
    [InlineData(
        "request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"shop.example\", referrer: "
            + "\"http://x/\", upstream: \"http://127.0.0.1:3306/\", host: \"evil\"",
        True,
        "shop.example",
        "http://x/"
    )]
    [InlineData(
        "request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"shop.example\", referrer: "
            + "\"x\", request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3306/\"",
        True,
        "shop.example",
        "x"
    )]
    [InlineData(
        "request: \"GET /\", upstream: \"http://127.0.0.1:3306/\", upstream: \"http://127.0.0.1:3000/\"",
        True,
        null,
        null
    )] // HTTP/0.9: nothing tells where it ends
    public void Text_of_a_client_that_looks_like_fields_replaces_none_and_is_said(
        string fields,
        string upstream,
        string? host,
        string? referrer
    )
    {
        var line = ErrorLine.Read(Head + fields)!;
        Assert.Equal((upstream, host, referrer), (line.Upstream, line.Host, line.Referrer));
        Assert.Contains("looks like log fields", line.Doubt);
    }

    [Theory]
    [InlineData(
        "request: \"GET /a?b=\"c\" HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"a\""
    )]
    [InlineData(
        "request: \"GET / HTTP/2.0\", subrequest: \"/auth\", upstream: \"http://127.0.0.1:3000/\", host: "
            + "\"a\", referrer: \"http://x/\""
    )]
    [InlineData("request: \"GET /\", upstream: \"http://127.0.0.1:3000/\"")]
    [InlineData("request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host:")]
    public void An_honest_line_leaves_no_doubt(string fields)
    {
        var line = ErrorLine.Read(Head + fields)!;
        Assert.Equal((True, null), (line.Upstream, line.Doubt));
    }

    [Theory]
    [InlineData("0001/01/01 00:00:00")]
    [InlineData("1970/01/01 00:00:00")]
    [InlineData("2201/01/01 00:00:00")]
    [InlineData("9999/12/31 23:59:59")]
    public void A_year_that_no_clock_shows_is_no_time(string time) =>
        Assert.Null(ErrorLine.Read(time + Refused[19..])!.Time);
}
