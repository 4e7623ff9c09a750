using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Composition;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Steps;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps502.Bot.Tests.Kits;

/// <summary>Two people decide at the same moment.</summary>
public sealed class RaceTests : IDisposable
{
    const int Races = 500;
    static readonly Person Ann = new("Ann", "slack", "U0ANN"),
        Bob = new("Bob", "slack", "U0BOB");
    readonly string _directory = Directory.CreateTempSubdirectory("c502-race-").FullName;
    readonly ServiceProvider _parts;
    readonly Database _database;
    readonly ApprovalGate _gate;
    readonly ApprovalStore _approvals;
    readonly RunStore _runs;
    readonly IncidentLifecycle _lifecycle;
    readonly Runbook _runbook;

    public RaceTests()
    {
        var settings = new Settings
        {
            Hosts = { ["here"] = new() { Executor = "local" } },
            Storage = new() { ConnectionString = $"Data Source={_directory}/bot.db" },
        };
        _parts = BotParts.Provide(settings);
        _database = _parts.GetRequiredService<Database>();
        _approvals = _parts.GetRequiredService<ApprovalStore>();
        _runs = _parts.GetRequiredService<RunStore>();
        _lifecycle = _parts.GetRequiredService<IncidentLifecycle>();
        _gate = _parts.GetRequiredService<ApprovalGate>();
        var source = File.ReadAllText(Path.Combine(OneCommand.Directory(), "one-command.yaml"));
        _runbook = StepCatalog.Reader.Read(source, "one-command.yaml").Runbook!;
    }

    [Fact]
    public async Task Of_two_deciders_exactly_one_counts_five_hundred_times()
    {
        for (var race = 0; race < Races; race++)
        {
            var (approval, run) = await AskAsync();
            using var start = new Barrier(2);
            var approved = Task.Run(() =>
            {
                start.SignalAndWait();
                return _database.WriteAsync(unit => _gate.Approve(unit, approval, Ann, null));
            });
            var denied = Task.Run(() =>
            {
                start.SignalAndWait();
                return _database.WriteAsync(unit => _gate.Deny(unit, approval, Bob, "not now"));
            });
            var answers = await Task.WhenAll(approved, denied);

            Assert.Single(answers, a => a.Kind == DecisionKind.Done);
            Assert.Single(answers, a => a.Kind == DecisionKind.NoLonger);
            var state =
                answers[0].Kind == DecisionKind.Done ? ApprovalState.Approved : ApprovalState.Denied;
            Assert.Equal(state, _approvals.Find(approval)!.State);
            Assert.Equal(state.Text(), _runs.Load(run).Steps["ask@here"].Output["state"]!.ToString());
            Assert.Equal(
                1,
                _database.First<long>(
                    "select count(*) from run_events where run_id = @run and body like '%\"ended\"%'",
                    new { run }
                )
            );
        }
        Figures.Tell($"{Races} races, each decided once");
    }

    Task<(string Approval, string Run)> AskAsync() =>
        _database.WriteAsync(unit =>
        {
            var incident = _lifecycle.Open(unit, "race", "none", ["here"], "", "", Ann, "{}");
            var run = _runs.Create(
                unit,
                _runbook,
                ["here"],
                incident,
                false,
                [],
                Ann,
                TimeProvider.System.GetUtcNow()
            );
            var request = new ApprovalRequest(
                "ask@here",
                "command",
                ["true"],
                "true",
                "",
                "why",
                "risk",
                null,
                Guid.NewGuid().ToString("N"),
                null
            );
            var output = new JsonObject
            {
                ["state"] = "waiting",
                ["request"] = JsonSerializer.SerializeToNode(request, StepJson.Default.ApprovalRequest),
            };
            var now = TimeProvider.System.GetUtcNow();
            _runs.Append(unit, run, new StepStarted("ask@here", 1), now);
            _runs.Append(unit, run, new StepWaits("ask@here", output, null), now);
            return (
                _approvals.Ask(unit, run, incident, "here", request, Ann, now, now.AddMinutes(30)).Id,
                run
            );
        });

    public void Dispose()
    {
        _parts.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
