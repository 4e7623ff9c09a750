using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class VerifyStepTests
{
    [Fact]
    public async Task A_host_that_cannot_be_asked_is_not_verified()
    {
        var failure = new ConnectionFailure(ConnectionFailureKind.Unreachable, "no route", null, false);
        var journal = await StepRuns
            .OnHost("id: v, verify: { tries: 1 }")
            .RunAsync(new FakeHost { Failure = failure });
        var output = journal.Step("v@here").Output;
        Assert.Equal("could not verify: no route", journal.Step("v@here").Error);
        Assert.False(output["passed"]!.GetValue<bool>());
        Assert.Equal("could not verify: no route", output["summary"]!.ToString());
        Assert.Single(journal.Happened.OfType<VerificationDone>());
    }

    [Fact]
    public async Task After_a_fix_it_compares_with_what_was_known_just_before()
    {
        var host = new FakeHost();
        var state = StepRuns.OnHost("id: fix, notify: x", "id: v, verify: { after: fix, tries: 1 }");
        const string Baseline =
            """{"baseline":{"at":"2026-11-22T03:00:00Z","before":{"failed":7,"requests":9},"pages":[],"positions":[],"heavy":[]}}""";
        var journal = await state.Ok("fix@here", Baseline).RunAsync(host);
        Assert.Single(host.Checks);
        Assert.Equal(7, journal.Happened.OfType<VerificationDone>().Single().Result.Before.Failed);
    }

    [Fact]
    public async Task A_dry_run_requests_nothing()
    {
        var host = new FakeHost();
        var journal = await (StepRuns.OnHost("id: v, verify: {}") with { DryRun = true }).RunAsync(host);
        Assert.Equal("""{"dryRun":true}""", journal.Step("v@here").Output.ToJsonString());
        Assert.Contains("would verify", Assert.IsType<StepNote>(Assert.Single(journal.Happened)).Text);
        Assert.Empty(host.Ran);
    }
}
