using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Tests.Engine;
using ChatOps502.Runbooks.Tests.Loading.Validation;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class CommandStepTests
{
    const string Ask = "id: ask, approval: { for: act }";

    [Fact]
    public async Task A_command_that_reads_runs_at_once_and_leaves_what_it_printed()
    {
        var host = new FakeHost();
        var journal = await StepRuns
            .OnHost("id: act, command: { argv: [ uptime ], reads: true }")
            .RunAsync(host);
        Assert.Equal(
            """{"exitCode":0,"stdout":"out","stderr":""}""",
            journal.Step("act@here").Output.ToJsonString()
        );
        Assert.False(Assert.Single(host.Ran).Outlives);
    }

    [Fact]
    public async Task An_exit_code_fails_the_step()
    {
        var host = new FakeHost { ExitCode = 3 };
        var journal = await StepRuns
            .OnHost("id: act, command: { argv: [ uptime ], reads: true }")
            .RunAsync(host);
        Assert.StartsWith("exited with 3", journal.Step("act@here").Error);
    }

    [Fact]
    public async Task A_change_outlives_the_bot_and_is_counted()
    {
        var host = new FakeHost();
        var journal = await StepRuns.OnHost(Ask, "id: act, command: { argv: [ reboot ] }").RunAsync(host);
        journal.Decide("ask@here", "approved", journal.Happened.OfType<ApprovalAsked>().Single().Request);
        await journal.AdvanceAsync();
        Assert.True(Assert.Single(host.Ran).Outlives);
        Assert.Single(journal.Happened.OfType<ActionBegun>());
    }

    [Fact]
    public async Task The_budget_refuses_one_change_too_many()
    {
        var host = new FakeHost();
        var journal = await StepRuns.OnHost(Ask, "id: act, command: { argv: [ reboot ] }").RunAsync(host);
        journal.Decide("ask@here", "approved", journal.Happened.OfType<ApprovalAsked>().Single().Request);
        journal.Refusal = "enough for this hour";
        await journal.AdvanceAsync();
        Assert.Equal("enough for this hour", journal.Step("act@here").Error);
        Assert.Empty(host.Ran);
    }

    [Fact]
    public async Task A_masked_secret_is_never_passed_on()
    {
        var host = new FakeHost();
        var state = StepRuns.OnHost(
            "id: a, notify: x",
            "id: act, command: { argv: [ '{{ a.key }}' ], reads: true }"
        );
        var journal = await state.Ok("a@here", """{"key":"***"}""").RunAsync(host);
        Assert.Contains("would be a masked secret", journal.Step("act@here").Error);
        Assert.Empty(host.Ran);
    }

    [Theory]
    [InlineData("argv: [ a ], reads: true, changes: true", "reads and changes cannot both be true")]
    [InlineData("argv: [ a ], changes: false", "write reads: true for a command that changes nothing")]
    [InlineData("reads: true", "command needs argv")]
    public void What_an_author_got_wrong_is_reported(string settings, string problem) =>
        Assert.Contains(problem, Problems.Of($"  - {{ id: act, command: {{ {settings} }} }}"));
}
