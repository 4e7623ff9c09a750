using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Definition;

namespace ChatOps502.Bot.Runs;

/// <summary>Starts runs.</summary>
public sealed class RunDesk(RunStore runs, IncidentDesk desk, RunBells bells, TimeProvider clock)
{
    /// <returns>The run's id; null when this runbook is already under way for the incident.</returns>
    public string? Start(Unit unit, Runbook runbook, IReadOnlyList<string> targets, long incident, bool dryRun, Person by, JsonObject? alert = null)
    {
        if (runs.IsBusy(unit, incident, runbook.Name)) return null;
        var given = new JsonObject { ["incident"] = new JsonObject { ["id"] = Incident.IdOf(incident) }, ["alert"] = alert ?? [] };
        var id = runs.Create(unit, runbook, targets, incident, dryRun, given, by.Name, clock.GetUtcNow());
        desk.Tell(unit, incident, "run.started", by.Name, by.Source, $"{runbook.Name} on {string.Join(", ", targets)}{(dryRun ? " (dry run)" : "")}", $$"""{"run":"{{id}}"}""");
        unit.AfterCommit(() => bells.Ring(id));
        return id;
    }
}
