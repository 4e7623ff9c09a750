using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class ApprovalStepTests
{
    [Fact]
    public async Task It_waits_for_a_person_with_the_exact_command()
    {
        var journal = await StepRuns
            .OnHost(
                "id: ask, approval: { for: act, expire-after: 5m }",
                "id: act, command: { argv: [ reboot ] }"
            )
            .RunAsync(new FakeHost());
        Assert.Equal(StepStatus.Waiting, journal.Step("ask@here").Status);
        Assert.Equal("waiting", journal.Step("ask@here").Output["state"]!.ToString());
        var asked = Assert.IsType<ApprovalAsked>(Assert.Single(journal.Happened));
        Assert.Equal(
            ("here", "ask@here", "reboot"),
            (asked.Host, asked.Request.StepKey, asked.Request.Command)
        );
        Assert.Equal(TimeSpan.FromMinutes(5), asked.Request.ExpireAfter);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_ask_and_takes_it_as_approved()
    {
        var state = StepRuns.OnHost(
            "id: ask, approval: { for: act }",
            "id: act, command: { argv: [ reboot ] }"
        );
        var journal = await (state with { DryRun = true }).RunAsync(new FakeHost());
        Assert.Equal("approved", journal.Step("ask@here").Output["state"]!.ToString());
        Assert.Contains(
            journal.Happened.OfType<StepNote>(),
            n => n.Text == "would ask for approval of: reboot"
        );
    }

    [Fact]
    public async Task A_wrong_reference_names_the_step_and_what_to_do()
    {
        var journal = await StepRuns
            .OnHost("id: note, notify: x", "id: ask, approval: { for: note }")
            .RunAsync(new FakeHost());
        Assert.StartsWith(
            "step note proposes nothing that could be approved: for must name a remedy step",
            journal.Step("ask@here").Error
        );
    }

    [Theory]
    [InlineData(
        """{"state":"approved","until":"2026-11-22T03:00:00Z","by":"ann"}""",
        ApprovalState.Approved
    )]
    [InlineData("""{"state":"joined","approval":"APR-1"}""", ApprovalState.Joined)]
    [InlineData("""{"id":"CHG-1","state":"asked","by":"ann"}""", ApprovalState.Asked)]
    public void Decisions_are_read_as_they_were_always_stored(string json, ApprovalState state) =>
        Assert.Equal(
            state,
            System.Text.Json.JsonSerializer.Deserialize(json, StepJson.Default.ApprovalOutput)!.State
        );
}
