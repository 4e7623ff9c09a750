using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Local;
using Microsoft.Extensions.Time.Testing;

namespace ChatOps502.Runbooks.Tests.Engine;

public sealed class RunLoopTests
{
    [Fact]
    public async Task A_change_runs_only_for_exactly_the_command_that_was_approved()
    {
        var journal = new MemoryJournal(
            Runs.Of(
                "- id: all\n  each-host:\n    steps:\n      - { id: ask, approval: { for: act } }\n      - { "
                    + "id: act, when: ask.state == 'approved', command: { argv: [ echo, done ], changes: true } }",
                "here"
            )
        );
        await journal.AdvanceAsync();
        var request = Assert.IsType<ApprovalAsked>(Assert.Single(journal.Happened)).Request;
        Assert.Equal("echo done", request.Command);

        journal.Decide("ask@here", "approved", request with { Hash = "another" });
        await journal.AdvanceAsync();

        Assert.Contains("nobody approved exactly this command", journal.State.Steps["act@here"].Error);
        Assert.Equal(RunStatus.Failed, journal.State.Status);
    }

    [Fact]
    public async Task An_approved_command_runs_and_its_output_is_kept()
    {
        var journal = new MemoryJournal(
            Runs.Of(
                "- id: all\n  each-host:\n    steps:\n      - { id: ask, approval: { for: act } }\n      - { "
                    + "id: act, command: { argv: [ echo, 'it is {{ host }}' ], changes: true } }",
                "here"
            )
        );
        await journal.AdvanceAsync();
        journal.Decide("ask@here", "approved", Assert.IsType<ApprovalAsked>(journal.Happened[0]).Request);
        await journal.AdvanceAsync();

        Assert.Equal(RunStatus.Succeeded, journal.State.Status);
        Assert.Equal("it is here\n", journal.State.Steps["act@here"].Output["stdout"]!.ToString());
    }

    [Fact]
    public async Task A_dry_run_shows_the_command_and_runs_none()
    {
        var journal = new MemoryJournal(
            Runs.Of(
                "- id: all\n  each-host:\n    steps:\n      - { id: ask, approval: { for: act } }\n      - { "
                    + "id: act, command: { argv: [ touch, /tmp/c502-dry ], changes: true } }",
                "here"
            ) with
            {
                DryRun = true,
            }
        );
        await journal.AdvanceAsync();
        Assert.Equal(RunStatus.Succeeded, journal.State.Status);
        Assert.Equal(
            "touch /tmp/c502-dry",
            Assert.Single(journal.Happened.OfType<ActionTaken>()).Command
        );
        Assert.False(File.Exists("/tmp/c502-dry"));
    }

    [Fact]
    public async Task A_step_that_hangs_is_stopped_by_its_limit()
    {
        var journal = new MemoryJournal(
            Runs.Of(
                "- id: all\n  each-host:\n    steps:\n      - { id: act, timeout: 0.5s, command: { argv: [ "
                    + "sleep, '60' ], reads: true } }",
                "here"
            ),
            TimeProvider.System
        );
        await journal.AdvanceAsync();
        Assert.Equal(RunStatus.Failed, journal.State.Status);
        Assert.Contains("0.5 s", journal.State.Steps["act@here"].Error);
    }

    [Fact]
    public async Task A_wait_is_stored_and_goes_on_with_the_clock()
    {
        var clock = new FakeTimeProvider(Runs.Now);
        var journal = new MemoryJournal(
            Runs.Of("- { id: w, wait: 10m }\n- { id: end, notify: over }"),
            clock
        );
        await journal.AdvanceAsync();
        Assert.Equal(RunStatus.Running, journal.State.Status);
        clock.Advance(TimeSpan.FromMinutes(10));
        await journal.AdvanceAsync();
        Assert.Equal(RunStatus.Succeeded, journal.State.Status);
        Assert.Equal("over", Assert.IsType<StepNote>(Assert.Single(journal.Happened)).Text);
    }

    [Fact]
    public async Task What_was_approved_too_long_ago_is_not_taken_up_after_a_restart()
    {
        var journal = new MemoryJournal(
            Runs.Of(
                "- id: all\n  each-host:\n    steps:\n      - { id: ask, approval: { for: act } }\n      - { "
                    + "id: act, command: { argv: [ touch, /tmp/c502-late ] } }",
                "here"
            )
        );
        await journal.AdvanceAsync();
        journal.Decide(
            "ask@here",
            "approved",
            Assert.IsType<ApprovalAsked>(journal.Happened[0]).Request,
            TimeProvider.System.GetUtcNow().AddMinutes(-1)
        );
        await journal.AdvanceAsync();
        Assert.Contains("down for too long", journal.State.Steps["act@here"].Error);
        Assert.False(File.Exists("/tmp/c502-late"));
    }

    [Fact]
    public async Task A_change_is_stored_as_begun_before_it_begins()
    {
        var begun = Path.Combine(Path.GetTempPath(), "c502-" + Guid.NewGuid().ToString("N"));
        var journal = new MemoryJournal(
            Runs.Of(
                "- id: all\n  each-host:\n    steps:\n      - { id: ask, approval: { for: act } }\n      - "
                    + $"{{ id: act, command: {{ argv: [ touch, {begun} ] }} }}",
                "here"
            )
        );
        journal.OnAppend = e =>
            Assert.True(
                e is not ChangeBegun || !File.Exists(begun),
                "the command ran before its beginning was stored"
            );
        await journal.AdvanceAsync();
        journal.Decide("ask@here", "approved", Assert.IsType<ApprovalAsked>(journal.Happened[0]).Request);
        await journal.AdvanceAsync();
        Assert.Equal(RunStatus.Succeeded, journal.State.Status);
        Assert.True(journal.State.Steps["act@here"].Attempt == 1 && File.Exists(begun));
        Assert.Single(journal.Happened.OfType<ActionBegun>());
        File.Delete(begun);
    }

    [Theory]
    [InlineData(false, RunStatus.Succeeded)]
    [InlineData(true, RunStatus.Failed)]
    public async Task A_change_that_the_bot_died_at_happens_once(bool arrived, RunStatus end)
    {
        var ran = Path.Combine(Path.GetTempPath(), "c502-" + Guid.NewGuid().ToString("N"));
        string[] argv = ["sh", "-c", $"echo x >>{ran}"];
        var run = Runs.Of(
            "- id: all\n  each-host:\n    steps:\n      - { id: ask, approval: { for: act } }\n      - "
                + $"{{ id: act, command: {{ argv: [ sh, -c, 'echo x >>{ran}' ] }} }}",
            "here"
        );
        var ticket = Ticket.New();
        if (arrived)
            await new LocalExecutor(TimeProvider.System).RunAsync(
                new(argv, TimeSpan.FromSeconds(20)) { Outlives = true, Ticket = ticket },
                null,
                CancellationToken.None
            );
        run = RunMachine.Apply(run.Ok("ask@here").Begin("act@here"), Begun("act@here", ticket));
        run = RunMachine.Recover(run, TimeProvider.System.GetUtcNow()).Aggregate(run, RunMachine.Apply);
        var journal = new MemoryJournal(run);
        await journal.AdvanceAsync();
        Assert.Equal(end, journal.State.Status);
        Assert.Equal("x\n", File.ReadAllText(ran));
        Assert.Single(journal.Happened.OfType<ActionTaken>());
        Assert.Empty(journal.Happened.OfType<ActionBegun>()); // it was told, and counted, when it began
        File.Delete(ran);
    }

    static ChangeBegun Begun(string key, Ticket ticket) =>
        new(key, [], ticket.Number, TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task What_a_step_did_is_stored_as_soon_as_there_is_room_for_it_again()
    {
        var ran = Path.Combine(Path.GetTempPath(), "c502-" + Guid.NewGuid().ToString("N"));
        var journal = new MemoryJournal(
            Runs.Of(
                "- id: all\n  each-host:\n    steps:\n      - { id: look, command: { argv: [ sh, -c, 'echo x "
                    + $">> {ran}; echo seen' ], reads: true }} }}",
                "here"
            ),
            TimeProvider.System
        );
        var refused = 0;
        journal.OnAppend = e =>
        {
            if (e is StepEnded && ++refused < 3)
                throw new JournalException("locked", new IOException());
        };
        await journal.AdvanceAsync();
        Assert.Equal(RunStatus.Succeeded, journal.State.Status);
        Assert.Equal("seen\n", journal.State.Steps["look@here"].Output["stdout"]!.ToString());
        Assert.Single(await File.ReadAllLinesAsync(ran));
        File.Delete(ran);
    }
}
