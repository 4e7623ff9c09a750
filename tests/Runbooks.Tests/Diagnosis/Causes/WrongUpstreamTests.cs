namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class WrongUpstreamTests() : CauseTests("wrong-upstream")
{
    protected override Scene Typical =>
        new Scene()
            .Errors(LogMessages.Refused)
            .Unit("shop", "active", command: "node server.js", pid: 42)
            .Listens(3001, "node", 42)
            .Answers("127.0.0.1:3000", 111, "connect");

    [Fact]
    public void The_same_refusal_is_a_wrong_port_when_the_service_runs_elsewhere()
    {
        var verdict = Typical.Judge();
        Assert.Equal("wrong-upstream", verdict.First!.Cause);
        Assert.Equal(
            "edit nginx.conf: proxy_pass http://127.0.0.1:3001",
            verdict.First.Remedies[0].Command
        );
    }

    [Fact]
    public void An_address_that_nginx_cannot_use_needs_no_listener() =>
        AssertAdvises(
            new Scene().Errors(
                "invalid port in upstream \"127.0.0.1:abc\"",
                upstream: "http://127.0.0.1:abc/"
            ),
            "correct the address, or the variable it is made of"
        );

    [Fact]
    public void Yields_to_a_stopped_service() =>
        AssertYields(
            new Scene()
                .Errors(LogMessages.Refused)
                .Unit("shop", "inactive", command: "PORT=3000")
                .Listens(4444, "python3", 66)
                .Process(66, 'S', "python3 app.py", "root")
                .Answers("127.0.0.1:3000", 111, "connect"),
            "backend-down",
            "shop is inactive"
        );
}
