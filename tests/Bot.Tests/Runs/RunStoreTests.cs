using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    const string Yaml = """
        name: look
        title: Look
        steps:
          - { id: look, probe: {} }
          - { id: act, command: { argv: [ 'true' ], reads: true } }
        """;
    static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    readonly string _directory = Directory.CreateTempSubdirectory("c502-runs-").FullName;
    readonly Runbook _runbook = StepCatalog.Reader.Read(Yaml, "look.yaml").Runbook!;
    readonly Database _database;
    readonly RunStore _runs;

    public RunStoreTests()
    {
        _database = new($"Data Source={_directory}/bot.db");
        _runs = new(_database);
    }

    [Fact]
    public async Task Every_entry_is_read_as_it_was_written()
    {
        var run = await CreateAsync();
        JournalEntry[] entries =
        [
            new StepStarted("look", 1),
            new StepWaits("look", new JsonObject { ["a"] = 1 }, Now.AddMinutes(5)),
            new StepEnded("look", Ok: false, [], "odd"),
            new StepStarted("act", 2),
            new ChangeBegun("act", new JsonObject { ["exitCode"] = 0 }, "T1", Now),
            new ChangeInterrupted("act"),
        ];
        await AppendAsync(run, entries);
        var state = _runs.Load(run);
        Assert.Equal((StepStatus.Failed, "odd"), (state.Steps["look"].Status, state.Steps["look"].Error));
        var act = state.Steps["act"];
        Assert.Equal(
            (StepStatus.Interrupted, 2, "T1", Now),
            (act.Status, act.Attempt, act.Ticket, act.BegunAt)
        );
        Assert.True(act.ChangeBegun);
    }

    [Fact]
    public async Task A_change_of_a_version_without_tickets_is_not_sent_again()
    {
        var run = await CreateAsync();
        await AppendAsync(run, [new StepStarted("act", 1), new ChangeBegun("act", [])]);
        var ended = Assert.IsType<StepEnded>(Assert.Single(RunMachine.Recover(_runs.Load(run), Now)));
        Assert.Contains("unknown", ended.Error);
    }

    [Fact]
    public async Task The_end_of_a_run_shows_in_its_head_and_in_the_transaction_that_ends_it()
    {
        var run = await CreateAsync();
        Assert.Equal(1, _runs.CountOpen());
        await _database.WriteAsync(unit =>
        {
            _runs.Append(unit, run, new RunEnded(RunStatus.Cancelled), Now);
            Assert.Equal(RunStatus.Cancelled, _runs.Load(unit, run).Status);
            Assert.False(RunStore.IsRunning(unit, run));
            Assert.Equal(RunStatus.Running, _runs.Head(run)!.Status); // others do not see it yet
        });
        Assert.Equal(RunStatus.Cancelled, _runs.Head(run)!.Status);
        Assert.Equal(0, _runs.CountOpen());
    }

    Task<string> CreateAsync() =>
        _database.WriteAsync(unit =>
            _runs.Create(unit, _runbook, ["web-01"], null, false, [], new Person("ann", "console"), Now)
        );

    Task AppendAsync(string run, IReadOnlyList<JournalEntry> entries) =>
        _database.WriteAsync(unit =>
        {
            foreach (var entry in entries)
                _runs.Append(unit, run, entry, Now);
        });

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
