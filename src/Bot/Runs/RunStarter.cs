using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Runs;

/// <summary>Starts runs.</summary>
public sealed class RunStarter(RunStore runs, Feed feed, RunWakeups bells, TimeProvider clock)
{
    /// <summary>The incident for which this runbook is at work on these targets already; null for none.</summary>
    public long? UnderWay(
        Transaction unit,
        Runbook runbook,
        IReadOnlyList<string> targets,
        bool dryRun
    ) => runs.UnderWay(unit, runbook.Name, targets, dryRun);

    /// <summary>Starts the runbook on those targets that it is not working on already.</summary>
    /// <param name="remedy">The typed action somebody chose among those of the verdict; null: the first.</param>
    /// <param name="change">For the undo runbook: what is to be taken back.</param>
    /// <returns>The run's id; null when it is under way on all of them.</returns>
    public string? Start(
        Transaction unit,
        Runbook runbook,
        IReadOnlyList<string> targets,
        long incident,
        bool dryRun,
        Person by,
        JsonObject? alert = null,
        JsonObject? change = null,
        string? remedy = null
    )
    {
        // who chose a remedy has seen the verdict of the run that is under way
        if (remedy is null)
            targets = [.. targets.Except(runs.Busy(unit, incident, runbook.Name))];
        if (targets.Count == 0)
            return null;
        var given = new JsonObject
        {
            ["incident"] = new JsonObject { ["id"] = Incident.IdOf(incident) },
            ["alert"] = alert ?? [],
        };
        if (change is not null)
            given["change"] = change;
        if (remedy is not null)
            given["chosen"] = new JsonObject { ["remedy"] = remedy };
        var id = runs.Create(unit, runbook, targets, incident, dryRun, given, by, clock.GetUtcNow());
        var steps = runbook.AllSteps.Count(step => step.Children.Count == 0);
        feed.Tell(unit, incident, new RunStarted(runs.Head(unit, id)!, steps, by));
        unit.AfterCommit(() => bells.Ring(id));
        return id;
    }
}
