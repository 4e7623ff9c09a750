namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class KeepaliveRaceTests() : CauseTests("keepalive-race")
{
    const string Group =
        "upstream shop { server 127.0.0.1:3000; keepalive 16; } "
        + "server { server_name shop.example; location / { proxy_pass http://shop; } }";

    protected override Scene Typical =>
        HealthyShop.Configured(Group).Errors(LogMessages.Closed, 3, request: "POST /pay HTTP/1.1");

    [Fact]
    public void Requests_that_nginx_retries_are_no_proof() =>
        Assert.InRange(
            HealthyShop.Configured(Group).Errors(LogMessages.Closed).Judge().First!.Confidence,
            0,
            0.6
        );

    [Fact]
    public void Plain_requests_sent_as_upgrades_may_be_closed_as_well()
    {
        var verdict = HealthyShop
            .Configured(
                "server { server_name shop.example; location / { proxy_set_header Connection upgrade; proxy_pass "
                    + "http://127.0.0.1:3000; } }"
            )
            .Errors(LogMessages.Closed)
            .Judge();
        var upgrade = verdict.Diagnoses.Single(d => d.Cause == "keepalive-race");
        Assert.Contains("Connection: upgrade", upgrade.Title);
    }

    [Fact]
    public void Yields_to_a_crash() =>
        AssertYields(
            new Scene()
                .Configured(Group)
                .Errors(LogMessages.Closed)
                .Unit("shop", "failed", "exit-code", 1, "exited", livedFor: 600, command: "PORT=3000")
                .Answers("127.0.0.1:3000", 111, "connect"),
            "backend-crash",
            "shop exited with status 1 after 10 min"
        );

    [Fact]
    public void Nginx_closes_idle_connections_first() =>
        AssertProposes(Typical, "edit nginx.conf: keepalive_timeout 1s");
}
