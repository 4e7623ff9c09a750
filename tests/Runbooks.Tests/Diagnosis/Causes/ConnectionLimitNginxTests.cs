namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class ConnectionLimitNginxTests() : CauseTests("connection-limit-nginx")
{
    protected override Scene Typical =>
        new Scene()
            .Configured(
                "events { worker_connections 512; } server { server_name shop.example; location / { proxy_pass "
                    + "http://127.0.0.1:3000; } }"
            )
            .Logged("2026/11/22 02:59:30 [alert] 1#1: 512 worker_connections are not enough");

    [Fact]
    public void Both_limits_are_raised_together() =>
        AssertProposes(Typical, "edit nginx.conf: worker_connections 4096; worker_rlimit_nofile 8192");

    [Fact]
    public void Open_files_are_a_limit_of_their_own() =>
        Assert.Contains(
            "their limit of open files",
            new Scene()
                .Errors("socket() failed (24: Too many open files) while connecting to upstream")
                .Judge()
                .First!.Explanation
        );

    [Fact]
    public void Yields_to_a_stopped_service_at_the_same_time()
    {
        var verdict = Typical
            .Errors(LogMessages.Refused, 40)
            .Unit("shop", "inactive", command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        AssertFirst("backend-down", verdict);
        Assert.StartsWith("two faults at once: backend-down", verdict.Summary);
    }
}
