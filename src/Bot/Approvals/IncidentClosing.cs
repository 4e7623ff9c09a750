using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Approvals;

/// <summary>
/// Ends an incident with all that hangs on it: approvals that wait are settled, runs that change nothing yet are
/// cancelled.
/// </summary>
public sealed class IncidentClosing(
    IncidentStore incidents,
    IncidentLifecycle desk,
    ApprovalGate gate,
    RunStore runs,
    Feed feed,
    RunWakeups bells,
    TimeProvider clock
)
{
    /// <returns>Null when it was ended; else why not.</returns>
    public string? Resolve(Transaction unit, long number, Person by, string? text = null)
    {
        if (incidents.Find(unit, number) is not { } incident)
            return $"there is no {Incident.IdOf(number)}";
        if (desk.Resolve(unit, incident, by, text ?? $"{by.Name} resolved it") is { } problem)
            return problem;
        gate.SettleAll(unit, number, by, $"{incident.Id} was resolved");
        foreach (var run in runs.OpenOf(unit, number))
            Cancel(unit, number, run, by);
        return null;
    }

    /// <summary>
    /// A change that has begun is finished and proven, whatever becomes of its incident; no other one begins.
    /// </summary>
    void Cancel(Transaction unit, long number, RunHead run, Person by)
    {
        if (runs.Load(unit, run.Id).IsChanging)
        {
            runs.Append(unit, run.Id, new RunCloses(), clock.GetUtcNow());
            return;
        }
        runs.Append(unit, run.Id, new RunEnded(RunStatus.Cancelled), clock.GetUtcNow());
        feed.Tell(unit, number, new RunOver(run, RunStatus.Cancelled, by));
        unit.AfterCommit(() => bells.Ring(run.Id));
    }
}
