using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Approvals;

public enum DecisionKind
{
    Done,
    NoLonger,
    Forbidden,
    Unknown,
}

/// <param name="Text">What to tell the person who clicked.</param>
public sealed record Decision(DecisionKind Kind, string Text);

/// <summary>
/// The only way from a click to a run that goes on. Decision, run event, timeline and card commit together.
/// </summary>
public sealed class ApprovalGate(
    ApprovalStore approvals,
    RunStore runs,
    IncidentStore incidents,
    Feed feed,
    AccessPolicy access,
    ApprovalClock ends,
    RunWakeups bells,
    TimeProvider clock
)
{
    /// <summary>Even what was approved in the last second may be taken up after a restart.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public Decision Approve(Transaction unit, string id, Person person, string? reason) =>
        Decide(unit, id, ApprovalState.Approved, person, reason);

    public Decision Deny(Transaction unit, string id, Person person, string? reason) =>
        Decide(unit, id, ApprovalState.Denied, person, reason);

    /// <summary>What nobody decided in time.</summary>
    public IEnumerable<Approval> Overdue() => approvals.Waiting().Where(ends.IsOver);

    public void Expire(Transaction unit, Approval approval) =>
        Settle(unit, approval, ApprovalState.Expired, Person.Schedule, null);

    /// <summary>
    /// Somebody wants another remedy on these hosts: what still waits there is denied by that, if they may decide it.
    /// </summary>
    /// <returns>Null when it was; else why not.</returns>
    public string? Supersede(Transaction unit, long incident, IReadOnlyList<string> hosts, Person person)
    {
        List<Approval> waiting =
        [
            .. approvals.WaitingFor(unit, incident).Where(a => hosts.Contains(a.Host)),
        ];
        if (
            waiting.Select(a => Refuses(unit, a, person)).OfType<Decision>().FirstOrDefault() is
            { } refusal
        )
            return $"another remedy waits for a decision there: {refusal.Text}";
        foreach (var approval in waiting)
            Settle(unit, approval, ApprovalState.Denied, person, "another remedy was asked for");
        return null;
    }

    /// <summary>The incident is over: what still waits in it is not carried out any more.</summary>
    public void SettleAll(Transaction unit, long incident, Person by, string why)
    {
        foreach (var approval in approvals.WaitingFor(unit, incident))
            Settle(unit, approval, ApprovalState.Stale, by, why);
    }

    Decision Decide(Transaction unit, string id, ApprovalState state, Person person, string? reason)
    {
        if (approvals.Find(unit, id) is not { } approval)
            return Unknown(id);
        if (IsTooLate(approval))
            return new(DecisionKind.NoLonger, WhyNot(approval));
        if (Refuses(unit, approval, person) is { } refusal)
            return refusal;
        if (access.RefusesReason(reason) is { } wanted)
            return new(DecisionKind.Forbidden, wanted);
        return Settle(unit, approval, state, person, reason)
            ? new(DecisionKind.Done, $"{state.Text()}: {approval.Shown}")
            : new(DecisionKind.NoLonger, WhyNot(approvals.Find(unit, id)!));
    }

    /// <summary>
    /// Why this person's click would not count, before they are asked for words; null when it would. A refused person
    /// stands in the timeline.
    /// </summary>
    public Decision? WhyNot(Transaction unit, string id, Person person)
    {
        if (approvals.Find(unit, id) is not { } approval)
            return Unknown(id);
        return IsTooLate(approval)
            ? new(DecisionKind.NoLonger, WhyNot(approval))
            : Refuses(unit, approval, person);
    }

    bool IsTooLate(Approval approval) => approval.State != ApprovalState.Waiting || ends.IsOver(approval);

    static Decision Unknown(string id) => new(DecisionKind.Unknown, $"there is no approval {id}");

    Decision? Refuses(Transaction unit, Approval approval, Person person)
    {
        if (Refusal(approval, person) is not { } refusal)
            return null;
        if (approval.IncidentId is { } number)
            feed.Tell(unit, number, new DecisionRefused(refusal, person));
        return new(DecisionKind.Forbidden, refusal);
    }

    /// <summary>Null when this person may decide it; nothing is told anywhere.</summary>
    public string? Refusal(Approval approval, Person person)
    {
        var acknowledger = approval.IncidentId is { } number
            ? incidents.Find(number)?.Acknowledger
            : null;
        return access.RefusesApproval(
            person,
            approval.Host,
            approval.Action,
            approval.Requester,
            acknowledger
        );
    }

    bool Settle(Transaction unit, Approval approval, ApprovalState state, Person by, string? reason)
    {
        var now = clock.GetUtcNow();
        if (!approvals.TryDecide(unit, approval.Id, state, by.Name, reason, now))
            return false;
        runs.Append(unit, approval.RunId, StepEnd(unit, approval, state, by, reason, now), now);
        Tell(unit, approvals.Find(unit, approval.Id)!, reason, by);
        unit.AfterCommit(() => ends.Forget(approval.Id));
        unit.AfterCommit(() => bells.Ring(approval.RunId));
        return true;
    }

    /// <summary>What the run learns.</summary>
    StepEnded StepEnd(
        Transaction unit,
        Approval approval,
        ApprovalState state,
        Person by,
        string? reason,
        DateTimeOffset now
    )
    {
        // the one that was asked for, word by word: the approval's own copy is masked and only shown
        var asked = StepJson.Read(
            runs.Load(unit, approval.RunId).Steps[approval.StepKey].Output,
            StepJson.Default.ApprovalOutput
        );
        var until = approval.ExpiresAt > now + Grace ? approval.ExpiresAt : now + Grace;
        var output = new ApprovalOutput(state, asked?.Request, by.Name, reason, until);
        return new(approval.StepKey, Ok: true, output.ToJson(), Error: null);
    }

    void Tell(Transaction unit, Approval decided, string? reason, Person by)
    {
        if (decided.IncidentId is not { } number)
            return;
        var mayDecide = access.MayDecide(decided.Host, decided.Action);
        feed.Tell(unit, number, new ApprovalSettled(decided, mayDecide, reason, by));
        foreach (var joined in ApprovalStore.JoinedTo(unit, decided.Id))
            feed.Tell(unit, joined, new JoinedApprovalSettled(decided, number, by));
    }

    static string WhyNot(Approval approval)
    {
        if (approval.State == ApprovalState.Waiting)
            return $"it expired at {approval.ExpiresAt:HH:mm:ss} UTC";
        var by = approval.DecidedBy is { } who ? $" by {who} at {approval.DecidedAt:HH:mm:ss} UTC" : "";
        return $"it is already {approval.State.Text()}{by}";
    }
}
