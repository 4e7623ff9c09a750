namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class BackendCrashTests() : CauseTests("backend-crash")
{
    protected override Scene Typical => Died("exit-code", 1, "exited");

    static Scene Died(string result, int exit, string kind) =>
        new Scene()
            .Errors(LogMessages.Refused)
            .Errors(LogMessages.Closed, 1)
            .Unit("shop", "failed", result, exit, kind, livedFor: 600, command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect");

    [Fact]
    public void The_same_refusal_is_a_crash_when_the_service_died_at_work()
    {
        var verdict = Typical.Judge();
        Assert.Equal("backend-crash", verdict.First!.Cause);
        Assert.Contains(verdict.First.Against, a => a.StartsWith("not backend-down"));
    }

    [Fact]
    public void A_connection_closed_early_is_the_least_informative_message()
    {
        var verdict = HealthyShop.Errors(LogMessages.Closed).Judge();
        Assert.InRange(verdict.First!.Confidence, 0.2, 0.7);
        Assert.StartsWith("inconclusive", verdict.Summary);
    }

    [Fact]
    public void Yields_to_memory_that_ran_out() =>
        AssertYields(
            Died("oom-kill", 9, "killed"),
            "backend-oom",
            "it ended because it ran out of memory"
        );

    [Fact]
    public void A_failed_service_is_restarted() => AssertProposes(Typical, "systemctl restart shop");

    [Fact]
    public void A_service_that_runs_and_drops_connections_is_not_restarted() =>
        Assert.DoesNotContain(
            HealthyShop
                .Errors(LogMessages.Reset)
                .Judge()
                .Diagnoses.Single(d => d.Cause == "backend-crash")
                .Remedies,
            remedy => remedy.Changes
        );
}
