using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Response;

/// <summary>A run asks for a decision: it is asked for once, however many incidents want the same fix.</summary>
public sealed class ApprovalIntake(
    Feed feed,
    ApprovalStore approvals,
    RunStore runs,
    RunWakeups bells,
    AccessPolicy access,
    Settings settings,
    TimeProvider clock
)
{
    public void Ask(Transaction unit, long incident, RunHead run, ApprovalAsked asked)
    {
        if (runs.Load(unit, run.Id).IsClosing)
            Settle(unit, run, asked, new(ApprovalState.Stale, asked.Request));
        else if (approvals.WaitingSame(unit, asked.Request.Hash, asked.Host, incident) is { } same)
            Join(unit, incident, run, asked, same);
        else
            Tell(unit, incident, run, Keep(unit, incident, run, asked));
    }

    /// <summary>For a run without an incident.</summary>
    public void AskAlone(Transaction unit, RunHead run, ApprovalAsked asked) =>
        Keep(unit, incident: null, run, asked);

    Approval Keep(Transaction unit, long? incident, RunHead run, ApprovalAsked asked)
    {
        var now = clock.GetUtcNow();
        var expires = now + (asked.Request.ExpireAfter ?? settings.Approvals.ExpireAfter);
        return approvals.Ask(
            unit,
            run.Id,
            incident,
            asked.Host,
            asked.Request,
            run.Requester,
            now,
            expires
        );
    }

    void Tell(Transaction unit, long incident, RunHead run, Approval approval)
    {
        var mayDecide = access.MayDecide(approval.Host, approval.Action);
        feed.Tell(unit, incident, new ApprovalRequested(approval, mayDecide, run));
    }

    /// <summary>One fix, one decision: this incident waits for the one that asked first.</summary>
    void Join(Transaction unit, long incident, RunHead run, ApprovalAsked asked, Approval same)
    {
        ApprovalStore.Join(unit, incident, same.Id);
        Settle(unit, run, asked, new(ApprovalState.Joined, asked.Request));
        feed.Tell(unit, incident, new ApprovalJoined(same, same.IncidentId!.Value, run));
    }

    void Settle(Transaction unit, RunHead run, ApprovalAsked asked, ApprovalOutput output)
    {
        var end = new StepEnded(asked.Request.StepKey, Ok: true, output.ToJson(), Error: null);
        runs.Append(unit, run.Id, end, clock.GetUtcNow());
        unit.AfterCommit(() => bells.Ring(run.Id));
    }
}
