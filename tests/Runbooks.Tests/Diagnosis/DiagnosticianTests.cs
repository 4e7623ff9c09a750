using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis;

public sealed class DiagnosticianTests
{
    const string Refused = "connect() failed (111: Connection refused) while connecting to upstream";
    const string Closed = "upstream prematurely closed connection while reading response header from upstream";
    const string Late = "upstream timed out (110: Connection timed out) while reading response header from upstream";

    [Fact]
    public void A_stopped_service_is_down()
    {
        var verdict = new Scene()
            .Errors(Refused)
            .Unit("shop", "inactive", command: "node server.js --port 3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        Assert.Equal(
            ("unhealthy", "backend-down", "shop"),
            (verdict.Status, verdict.First!.Cause, verdict.First.Subject.Service)
        );
        Assert.True(verdict.First.Confidence > 0.9);
        Assert.Equal("systemctl start shop", verdict.First.Remedies[0].Command);
        Assert.Equal("shop is stopped: nothing listens on 127.0.0.1:3000, so nginx cannot connect", verdict.Summary);
    }

    [Fact]
    public void The_same_refusal_is_a_wrong_port_when_the_service_runs_elsewhere()
    {
        var verdict = new Scene()
            .Errors(Refused)
            .Unit("shop", "active", command: "node server.js", pid: 42)
            .Listens(3001, "node", 42)
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        Assert.Equal("wrong-upstream", verdict.First!.Cause);
        Assert.Equal("edit nginx.conf: proxy_pass http://127.0.0.1:3001", verdict.First.Remedies[0].Command);
    }

    [Fact]
    public void The_same_refusal_is_a_crash_when_the_service_died_at_work()
    {
        var verdict = new Scene()
            .Errors(Refused)
            .Errors(Closed, 1)
            .Unit("shop", "failed", "exit-code", 1, "exited", livedFor: 600, command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        Assert.Equal("backend-crash", verdict.First!.Cause);
        Assert.Contains(verdict.First.Against, a => a.StartsWith("not backend-down"));
    }

    [Fact]
    public void A_service_that_never_comes_up_is_down_not_crashed()
    {
        var verdict = new Scene()
            .Errors(Refused)
            .Unit(
                "shop",
                "failed",
                "exit-code",
                78,
                "exited",
                restarts: 5,
                startedAgo: 30,
                livedFor: 0,
                command: "PORT=3000"
            )
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        Assert.Equal("backend-down", verdict.First!.Cause);
    }

    [Fact]
    public void What_is_known_from_the_log_alone_is_said_with_doubt()
    {
        var (verdict, _) = PastedEvidence.Judge(
            "pasted",
            $"2026/11/22 03:00:00 [error] 1#1: *1 {Refused}, client: 10.0.0.1, server: a, request: \"GET / "
                + "HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"a\"",
            Scene.Now
        );
        Assert.Equal("backend-down", verdict!.First!.Cause);
        Assert.InRange(verdict.First.Confidence, 0.3, 0.8);
    }

    [Fact]
    public void A_connection_closed_early_is_the_least_informative_message()
    {
        var verdict = new Scene()
            .Errors(Closed)
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42)
            .Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK")
            .Judge();
        Assert.InRange(verdict.First!.Confidence, 0.2, 0.7);
        Assert.StartsWith("inconclusive", verdict.Summary);
    }

    [Fact]
    public void A_stopped_process_is_slow_because_it_is_frozen()
    {
        var verdict = new Scene()
            .Errors(Late)
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42)
            .Process(42, 'T', "node server.js")
            .Answers("127.0.0.1:3000", 110, "read", ms: 800)
            .Judge();
        Assert.Equal(("backend-slow", "shop is frozen"), (verdict.First!.Cause, verdict.First.Title));
        Assert.Equal("service.resume", verdict.First.Remedies[0].Action);
    }

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
    public void An_incident_that_is_over_is_over(int lastErrorAgo, int startedAgo, int restarts, string status)
    {
        var verdict = new Scene()
            .Errors(Closed, secondsAgo: lastErrorAgo)
            .Unit("shop", "active", restarts: restarts, startedAgo: startedAgo, command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42)
            .Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK")
            .Judge();
        Assert.Equal(status, verdict.Status);
    }

    [Fact]
    public void A_dead_back_end_nobody_asked_for_is_a_risk_not_an_incident()
    {
        var verdict = new Scene()
            .Unit("shop", "inactive", command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        Assert.Equal(("degraded", "backend-down"), (verdict.Status, verdict.First!.Cause));
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
        Assert.Equal("healthy", verdict.Status);
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
    public void Every_cause_is_in_the_catalogue_under_a_name_of_its_own()
    {
        var all = typeof(Cause).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Cause)) && !t.IsAbstract).ToList();
        Assert.Equal(all.Count, CauseCatalog.All.Count);
        Assert.Equal(all.Count, CauseCatalog.All.Select(c => c.Id).Distinct().Count());
    }
}
