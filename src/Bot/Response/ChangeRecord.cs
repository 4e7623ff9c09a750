using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Response;

/// <summary>Changes of hosts: counted, kept for an undo, and told.</summary>
public sealed class ChangeRecord(
    Feed feed,
    ActionBudget budget,
    Rollback rollback,
    ApprovalStore approvals,
    AccessPolicy access
)
{
    /// <summary>Counted, and its undo kept, before the command runs: a kill in between loses neither.</summary>
    public void Begun(Transaction unit, long incident, RunHead run, ActionBegun begun)
    {
        budget.Count(unit, begun.Host, begun.Command, run.Id);
        if (begun.Undo is { } request)
            rollback.Keep(unit, run, incident, begun.Host, begun.StepHost, request);
    }

    public void Taken(Transaction unit, long incident, RunHead run, ActionTaken taken)
    {
        var kept = run.DryRun ? null : Rollback.Kept(unit, run, incident, taken.StepHost);
        if (kept is not null && !taken.CanBeUndone)
            rollback.Taken(unit, kept); // nothing was changed
        if (taken is { TakesBack: { } change, Ok: true })
            rollback.Taken(unit, change);
        feed.Tell(unit, incident, new CommandRan(run, taken, taken.CanBeUndone ? kept : null));
    }

    public void Refused(Transaction unit, long incident, RunHead run, ActionRefused refused)
    {
        var stale = refused.Stale ? approvals.Stale(unit, run.Id, refused.StepKey, refused.Reason) : null;
        var card = stale is null
            ? null
            : ApprovalCard.Post(stale, access.MayDecide(stale.Host, stale.Action));
        feed.Tell(unit, incident, new CommandNotRun(run, refused, card));
    }
}
