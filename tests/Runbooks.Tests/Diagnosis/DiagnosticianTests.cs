using System.Text.Json;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Tests.Diagnosis;

public sealed class DiagnosticianTests
{
    const string Refused = "connect() failed (111: Connection refused) while connecting to upstream";
    const string Closed =
        "upstream prematurely closed connection while reading response header from upstream";

    [Fact]
    public void Evidence_of_another_back_end_does_not_count()
    {
        var verdict = new Scene()
            .Configured(
                "server { server_name shop.example; location / { proxy_pass http://127.0.0.1:3000; } } server "
                    + "{ server_name blog.example; location / { proxy_pass http://127.0.0.1:4000; } }"
            )
            .Errors(Refused, upstream: "http://127.0.0.1:4000/", server: "blog.example")
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42)
            .Unit("blog", "inactive", command: "PORT=4000")
            .Unit("noise", "failed", "signal", 9, "killed", restarts: 50, command: "loud")
            .Answers("127.0.0.1:4000", 111, "connect")
            .Judge();
        Assert.Equal(
            ("backend-down", "blog", "blog.example"),
            (verdict.First!.Cause, verdict.First.Subject.Service, verdict.First.Subject.Vhost)
        );
    }

    [Theory]
    [InlineData(600, 3600, 0, "healthy")] // quiet for ten minutes
    [InlineData(30, 20, 0, "healthy")] // somebody started it after the last failure
    [InlineData(30, 20, 3, "unhealthy")] // systemd restarted it by itself: a crash loop
    public void An_incident_that_is_over_is_over(
        int lastErrorAgo,
        int startedAgo,
        int restarts,
        string status
    )
    {
        var verdict = new Scene()
            .Errors(Closed, secondsAgo: lastErrorAgo)
            .Unit(
                "shop",
                "active",
                restarts: restarts,
                startedAgo: startedAgo,
                command: "PORT=3000",
                pid: 42
            )
            .Listens(3000, "node", 42)
            .Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK")
            .Judge();
        Assert.Equal(status, verdict.Status.Text());
    }

    [Fact]
    public void A_dead_back_end_nobody_asked_for_is_a_risk_not_an_incident()
    {
        var verdict = new Scene()
            .Unit("shop", "inactive", command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        Assert.Equal((VerdictStatus.Degraded, "backend-down"), (verdict.Status, verdict.First!.Cause));
    }

    [Fact]
    public void The_client_going_away_is_no_cause()
    {
        var verdict = new Scene()
            .Errors(
                "epoll_wait() reported that client prematurely closed connection, so upstream connection is "
                    + "closed too while sending request to upstream"
            )
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42)
            .Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK")
            .Judge();
        Assert.Equal(VerdictStatus.Healthy, verdict.Status);
    }

    [Fact]
    public void An_error_that_no_rule_knows_is_quoted_and_never_healthy()
    {
        var verdict = new Scene()
            .Served(200, 50)
            .Logged("2026/11/22 02:59:30 [error] 1#1: *1 the flux capacitor is empty, client: 10.0.0.1")
            .Judge();
        Assert.Equal(VerdictStatus.Degraded, verdict.Status);
        Assert.Contains("the flux capacitor is empty", verdict.Summary);
    }

    [Fact]
    public void A_few_failures_among_many_requests_are_not_over_because_one_succeeded_since()
    {
        var verdict = new Scene()
            .Served(200, 90, secondsAgo: 60)
            .Served(502, 10, secondsAgo: 20)
            .Served(200, 5, secondsAgo: 10)
            .Judge();
        Assert.NotEqual(VerdictStatus.Healthy, verdict.Status);
    }

    [Fact]
    public void Silence_is_no_sign_of_health() =>
        Assert.Equal(VerdictStatus.Unknown, new Scene().Judge().Status);

    [Fact]
    public void Copies_of_requests_that_fail_unseen_are_a_risk()
    {
        var verdict = new Scene()
            .Configured(
                "server { server_name shop.example; location / { mirror /copy; proxy_pass http://127.0.0.1:3000; } "
                    + "location = /copy { internal; proxy_pass http://127.0.0.1:9999; } }"
            )
            .Errors(Refused, upstream: "http://127.0.0.1:9999/")
            .Served(200, 50)
            .Answers("127.0.0.1:9999", 111, "connect")
            .Judge();
        Assert.Equal(VerdictStatus.Degraded, verdict.Status);
    }

    [Fact]
    public void A_hostile_service_name_never_becomes_a_command()
    {
        var verdict = new Scene()
            .Errors(Refused)
            .Unit("-x; rm -rf /", "inactive", command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        Assert.Equal("backend-down", verdict.First!.Cause);
        Assert.Empty(verdict.First.Remedies);
    }

    [Fact]
    public void A_verdict_keeps_the_words_of_the_contract()
    {
        var verdict = new Scene().Errors(Refused).Unit("shop", "inactive", command: "PORT=3000").Judge();
        var json = JsonSerializer.SerializeToNode(verdict, StepJson.Default.Verdict)!.AsObject();
        Assert.Equal("unhealthy", json["status"]!.ToString());
        Assert.Equal(
            [
                "target",
                "status",
                "startedAt",
                "durationMs",
                "summary",
                "window",
                "diagnoses",
                "observations",
                "steps",
            ],
            json.Select(property => property.Key)
        );
        Assert.Equal(
            [
                "cause",
                "family",
                "confidence",
                "title",
                "explanation",
                "subject",
                "evidence",
                "against",
                "remedies",
            ],
            json["diagnoses"]![0]!.AsObject().Select(property => property.Key)
        );
        Assert.Equal(
            ["from", "to", "requests", "status502", "status504", "firstAt", "lastAt"],
            json["window"]!.AsObject().Select(property => property.Key)
        );
        Assert.Equal(VerdictStatus.Unhealthy, json.Deserialize(StepJson.Default.Verdict)!.Status);
    }
}
