using System.Text.Json;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

/// <summary>One kind of evidence alone is enough, and mixed text is sorted by the shapes of its lines.</summary>
public sealed class PastedEvidenceTests
{
    [Theory]
    [InlineData(
        "backend-crash",
        "[22-Nov-2026 02:59:30] WARNING: [pool cart] child 9 exited on signal 11 (SIGSEGV)"
    )]
    [InlineData(
        "backend-saturated",
        "[22-Nov-2026 02:59:30] WARNING: [pool cart] server reached pm.max_children setting (6)"
    )]
    [InlineData(
        "backend-oom",
        "Nov 22 02:59:30 web kernel: Out of memory: Killed process 71 (ruby) total-vm:9kB, anon-rss:8kB"
    )]
    [InlineData(
        "backend-saturated",
        "*** uWSGI listen queue of socket \"127.0.0.1:3031\" (fd: 3) full !!! (65/64) ***"
    )]
    [InlineData("backend-slow", "[2026-11-22 02:59:30 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:12)")]
    [InlineData(
        "backend-oom",
        "[2026-11-22 02:59:30 +0000] [7] [ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?"
    )]
    [InlineData("dependency-down", "Error: connect ECONNREFUSED 10.7.0.3:5432")]
    [InlineData("disk-full", "OSError: [Errno 28] No space left on device: '/var/lib/cart/tmp'")]
    [InlineData(
        "mac-denied",
        "type=AVC msg=audit(1.2:3): avc:  denied  { name_connect } for  pid=7 comm=\"nginx\" dest=8080"
    )]
    [InlineData(
        "k8s-no-endpoints",
        "W1122 02:59:30.000000       7 controller.go:1] Service \"a/b\" does not have any active Endpoint."
    )]
    [InlineData("backend-down", "Error: listen EADDRINUSE: address already in use :::3000")]
    [InlineData("tls-upstream", "2026/11/22 02:59:30 http: TLS handshake error from 10.7.0.1:1: EOF")]
    public void What_one_line_says_is_enough(string cause, string line) =>
        Paste.AssertFirst(cause, Paste.Judge(line));

    [Fact]
    public void A_unit_that_was_pasted_confirms_the_line()
    {
        var verdict = Paste.Judge(
            Paste.Line(LogMessages.Refused, "http://127.0.0.1:3000/"),
            "",
            "● cart.service - Cart",
            "     Loaded: loaded (/etc/systemd/system/cart.service; enabled; preset: enabled)",
            "     Active: failed (Result: exit-code) since Sun 2026-11-22 02:58:00 UTC; 2min ago",
            "    Process: 88 ExecStart=/usr/bin/node /srv/cart/app.js (code=exited, status=3)"
        );
        Paste.AssertFirst("backend-down", verdict);
        Assert.InRange(verdict.First!.Confidence, 0.9, 1);
        Assert.Contains(
            verdict.First.Evidence,
            item => item.Text.Contains("cart is failed (exit-code, status 3)")
        );
    }

    [Fact]
    public void A_list_of_sockets_shows_where_the_back_end_is()
    {
        var verdict = Paste.Judge(
            Paste.Line(LogMessages.Refused, "http://127.0.0.1:3000/"),
            "",
            "$ sudo ss -lntp",
            "State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process",
            "LISTEN 0      511          127.0.0.1:3100      0.0.0.0:*     users:((\"node\",pid=88,fd=18))"
        );
        Paste.AssertFirst("wrong-upstream", verdict);
        Assert.Contains("3100", verdict.First!.Explanation);
    }

    [Fact]
    public void A_socket_that_only_its_owner_may_use_is_seen_in_a_listing()
    {
        var verdict = Paste.Judge(
            Paste.Line(
                LogMessages.Denied("unix:/run/cart/app.sock"),
                "http://unix:/run/cart/app.sock:/",
                "crit"
            ),
            "srwxr-xr-x 1 cart cart 0 Nov 22 02:00 /run/cart/app.sock",
            "SELinux status:                 disabled"
        );
        Paste.AssertFirst("socket-permission", verdict);
        Assert.Contains(verdict.First!.Evidence, item => item.Text.Contains("srwxr-xr-x cart:cart"));
    }

    [Theory]
    [InlineData("Up 2 hours", "wrong-upstream")]
    [InlineData("Restarting (1) 4 seconds ago", "backend-crash")]
    public void A_table_of_containers_tells_stopped_from_misplaced(string status, string cause) =>
        Paste.AssertFirst(
            cause,
            Paste.Judge(
                Paste.Line(LogMessages.Refused, "http://172.22.0.5:9090/"),
                "",
                "CONTAINER ID   IMAGE      COMMAND    CREATED       STATUS       PORTS      NAMES",
                $"1a2b3c4d5e6f   cart-app   \"run\"      2 hours ago   {status}   0.0.0.0:9090->8000/tcp   cart-app-1",
                "6f5e4d3c2b1a   nginx      \"/d…\"     2 hours ago   Up 2 hours   0.0.0.0:80->80/tcp       cart-web-1"
            )
        );

    [Fact]
    public void Localhost_inside_a_container_is_that_container() =>
        Paste.AssertFirst(
            "container-network",
            Paste.Judge(
                "web-1  | " + Paste.Line(LogMessages.Refused, "http://127.0.0.1:3000/"),
                "app-1  | ready"
            )
        );

    [Fact]
    public void Docker_wraps_lines_into_json()
    {
        var wrapped = JsonSerializer.Serialize(
            new
            {
                log = Paste.Line(LogMessages.Refused) + "\n",
                stream = "stderr",
                time = "2026-11-22T02:59:30Z",
            }
        );
        Assert.Equal("10.7.0.4:8080", Paste.Judge(wrapped, wrapped).First!.Subject.Upstream);
    }

    [Fact]
    public void Access_logs_may_be_json()
    {
        var verdict = Paste.Judge(
            """{"time":"2026-11-22T02:59:30Z","status":504,"upstream_addr":"10.7.0.4:8080","request":"GET / HTTP/1.1"}""",
            """{"time":"2026-11-22T02:59:31Z","status":504,"upstream_addr":"10.7.0.4:8080","request":"GET / HTTP/1.1"}"""
        );
        Paste.AssertFirst("backend-slow", verdict);
        Assert.Equal(2, verdict.Window.Status504);
    }

    [Theory]
    [InlineData("while connecting", "while\nconnecting")]
    [InlineData("request: \"GET", "request:\n\"GET")]
    [InlineData(", upstream:", ",\n    upstream:")]
    [InlineData("10.7.0.4", "10.7.\n0.4")]
    public void Lines_that_a_terminal_broke_are_joined(string at, string broken) =>
        Assert.Equal(
            "10.7.0.4:8080",
            Paste.Judge(Paste.Line(LogMessages.Refused).Replace(at, broken)).First!.Subject.Upstream
        );

    [Fact]
    public void Masked_addresses_are_no_addresses() =>
        Assert.Null(
            Paste.Judge(Paste.Line(LogMessages.Refused, "http://[IP]:[PORT]/")).First!.Subject.Upstream
        );

    [Fact]
    public void The_outer_key_may_be_missing() =>
        Paste.AssertFirst(
            "backend-down",
            Paste.Judge(
                JsonSerializer.Serialize(
                    new { nginx_error_log = new[] { Paste.Line(LogMessages.Refused) } }
                )
            )
        );

    [Fact]
    public void A_list_of_evidence_is_refused_with_the_way_out()
    {
        var (verdict, problem) = PastedEvidence.Judge(
            "pasted",
            "[{\"evidence\":{\"ss\":\"a\"}}]",
            Scene.Now
        );
        Assert.Null(verdict);
        Assert.Contains("give each a file", problem);
    }
}
