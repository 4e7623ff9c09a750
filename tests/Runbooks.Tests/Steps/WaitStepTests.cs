using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Tests.Engine;
using Microsoft.Extensions.Time.Testing;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class WaitStepTests
{
    [Fact]
    public async Task Its_end_is_stored()
    {
        var journal = new MemoryJournal(
            Runs.Of("- { id: w, wait: 10m }"),
            new FakeTimeProvider(Runs.Now)
        );
        await journal.AdvanceAsync();
        Assert.Equal(Runs.Now.AddMinutes(10), journal.Step("w").DueAt);
    }

    [Fact]
    public async Task A_dry_run_does_not_wait()
    {
        var journal = await (Runs.Of("- { id: w, wait: 10m }") with { DryRun = true }).RunAsync();
        Assert.Equal(RunStatus.Succeeded, journal.State.Status);
        Assert.Equal("would wait 600 s", Assert.IsType<StepNote>(Assert.Single(journal.Happened)).Text);
    }
}
