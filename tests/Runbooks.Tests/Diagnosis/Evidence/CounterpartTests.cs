using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Evidence;

/// <summary>
/// An application can write whole lines into nginx's error log. They change nothing unless something stands beside them
/// that it cannot write.
/// </summary>
public sealed class CounterpartTests
{
    const string Late =
        "upstream timed out (110: Connection timed out) while reading response header from upstream";
    const string Refused = "connect() failed (111: Connection refused) while connecting to upstream";

    const string TwoSites = """
        server { server_name shop.example; location / { proxy_pass http://127.0.0.1:3000; } }
        server { server_name pay.example; location / { proxy_pass http://127.0.0.1:8080; } }
        """;

    /// <summary>A healthy site, a service pay that runs, and lines that say otherwise.</summary>
    static Scene Forged(string message = Late, string upstream = "http://127.0.0.1:8080/") =>
        new Scene()
            .Errors(message, 12, upstream: upstream, server: "pay.example")
            .Unit("pay", "active", command: "pay --port 8080", pid: 43)
            .Listens(8080, "node", 43)
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42);

    static void AssertChangesNothing(Verdict verdict, string why)
    {
        Assert.NotEqual(VerdictStatus.Unhealthy, verdict.Status);
        Assert.All(verdict.Diagnoses, d => Assert.DoesNotContain(d.Remedies, r => r.Changes));
        Assert.All(verdict.Diagnoses, d => Assert.InRange(d.Confidence, 0, 0.3));
        Assert.Contains(verdict.First!.Against, a => a.Contains(why));
    }

    [Fact]
    public void Lines_about_a_service_that_nginx_does_not_lead_to_propose_nothing()
    {
        // FastCGI's stderr keeps line breaks: each piece is a whole line of nginx, and names what the application likes
        var verdict = Forged().Served(200, 200).Judge();
        AssertChangesNothing(verdict, "nothing in nginx's configuration leads to 127.0.0.1:8080");
        Assert.StartsWith("inconclusive", verdict.Summary);
    }

    [Theory]
    [InlineData(Late)]
    [InlineData(Refused)]
    [InlineData("upstream prematurely closed connection while reading response header from upstream")]
    public void Lines_about_a_configured_service_propose_nothing_while_every_request_is_answered(
        string message
    ) =>
        AssertChangesNothing(
            Forged(message)
                .Configured(TwoSites)
                .Served(200, 200)
                .Answers("127.0.0.1:8080", 0, "done", "HTTP/1.1 200 OK")
                .Judge(),
            "no request failed beside these lines"
        );

    [Fact]
    public void Even_failing_requests_do_not_make_a_service_nginx_never_asks_its_cause() =>
        AssertChangesNothing(
            Forged().Served(200, 200).Served(502, 10, secondsAgo: 600).Judge(),
            "nothing in nginx's configuration leads to"
        );

    [Fact]
    public void A_request_that_failed_elsewhere_is_none_of_this_back_end() =>
        AssertChangesNothing(
            Forged()
                .Configured(TwoSites)
                .Served(200, 200)
                .Served(500, 10, upstream: "127.0.0.1:3000", upstreamStatus: "500")
                .Judge(),
            "no request failed beside these lines"
        );

    [Fact]
    public void Without_a_configuration_the_access_log_alone_decides()
    {
        AssertChangesNothing(
            Forged().Configured(null).Served(200, 200).Judge(),
            "no request failed beside these lines"
        );
        AssertProposes(Forged().Configured(null).Served(200, 200).Served(504, 10).Judge());
    }

    static void AssertProposes(Verdict verdict)
    {
        Assert.Equal(VerdictStatus.Unhealthy, verdict.Status);
        Assert.Contains(verdict.First!.Remedies, r => r.Changes);
    }

    [Fact]
    public void Failing_requests_are_a_counterpart() =>
        AssertProposes(Forged().Configured(TwoSites).Served(200, 100).Served(504, 10).Judge());

    [Fact]
    public void A_failed_first_try_is_a_counterpart() =>
        AssertProposes(
            Forged()
                .Configured(TwoSites)
                .Served(200, 100, upstream: "127.0.0.1:8080, 127.0.0.1:8081", upstreamStatus: "504, 200")
                .Judge()
        );

    [Fact]
    public void A_back_end_that_does_not_answer_now_is_a_counterpart() =>
        AssertProposes(
            Forged()
                .Configured(TwoSites)
                .Served(200, 100)
                .Answers("127.0.0.1:8080", 110, "read", ms: 800)
                .Judge()
        );

    [Fact]
    public void An_access_log_without_requests_speaks_against_nothing() =>
        AssertProposes(Forged().Configured(TwoSites).Judge());

    [Theory]
    [InlineData("error_page 504 =200 /sorry.html;")]
    [InlineData("error_page 502 504 = @sorry;")]
    [InlineData("proxy_cache_use_stale error timeout;")]
    [InlineData("proxy_intercept_errors on;")]
    public void A_failure_that_nginx_hides_from_its_clients_needs_no_failing_request(string statement) =>
        AssertProposes(Forged().Configured(statement + TwoSites).Served(200, 100).Judge());

    [Fact]
    public void A_page_of_its_own_that_keeps_the_status_hides_nothing() =>
        AssertChangesNothing(
            Forged()
                .Configured("error_page 500 502 503 504 /50x.html;" + TwoSites)
                .Served(200, 100)
                .Judge(),
            "no request failed"
        );

    [Fact]
    public void A_group_whose_other_peer_answers_needs_no_failing_request()
    {
        var verdict = Forged()
            .Configured(
                "upstream pay { server 127.0.0.1:8080; server 127.0.0.1:8081; } server { server_name "
                    + "pay.example; location / { proxy_pass http://pay; } }"
            )
            .Served(200, 100)
            .Judge();
        Assert.Contains(verdict.First!.Remedies, r => r.Changes);
        Assert.DoesNotContain(verdict.First.Against, a => a.Contains("no request failed"));
    }

    [Fact]
    public void Nginx_own_trouble_keeps_its_remedies()
    {
        var verdict = new Scene()
            .Configured("events { worker_connections 512; } " + TwoSites)
            .Logged("2026/11/22 02:59:30 [alert] 1#1: 512 worker_connections are not enough")
            .Served(200, 100)
            .Judge();
        Assert.Equal("connection-limit-nginx", verdict.First!.Cause);
        Assert.True(verdict.First.Confidence > 0.8);
    }

    [Fact]
    public void Lines_inside_an_entry_with_text_of_the_application_are_no_lines_of_nginx()
    {
        var forged =
            $"2026/11/22 03:00:00 [error] 1#1: *1 {Late}, client: 10.0.0.1, server: pay, request: \"GET / "
            + "HTTP/1.1\", upstream: \"http://127.0.0.1:8080/\", host: \"pay\"";
        var entry =
            $"2026/11/22 03:00:00 [error] 1#1: *1 FastCGI sent in stderr: \"PHP message: a\n{forged}\n{forged}\n"
            + "b\" while reading response header from upstream, client: 10.0.0.1, server: php, request: \"GET / "
            + "HTTP/1.1\", upstream: \"fastcgi://unix:/run/php.sock:\", host: \"php\"";
        Assert.Empty(PastedEvidence.Judge("pasted", entry, Scene.Now).Verdict!.Diagnoses);
        Assert.NotEmpty(PastedEvidence.Judge("pasted", forged, Scene.Now).Verdict!.Diagnoses);
    }

    [Fact]
    public void Doubt_about_a_line_is_shown()
    {
        var (verdict, _) = PastedEvidence.Judge(
            "pasted",
            $"2026/11/22 03:00:00 [error] 1#1: *1 {Refused}, client: 10.0.0.1, server: a, request: \"GET /\", "
                + "upstream: \"http://127.0.0.1:3306/ HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"a\"",
            Scene.Now
        );
        Assert.Equal("127.0.0.1:3000", verdict!.First!.Subject.Upstream);
        Assert.Contains(verdict.First.Against, a => a.Contains("looks like log fields"));
    }
}
