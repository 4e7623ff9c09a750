using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

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
    Database database,
    ApprovalStore approvals,
    RunStore runs,
    IncidentStore incidents,
    IncidentLifecycle desk,
    ThreadStore threads,
    AccessPolicy access,
    ApprovalClock ends,
    RunWakeups bells,
    TimeProvider clock
)
{
    /// <summary>Even what was approved in the last second may be taken up after a restart.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public Decision Approve(string id, Person person, string? reason) =>
        Decide(id, "approved", person, reason);

    public Decision Deny(string id, Person person, string? reason) => Decide(id, "denied", person, reason);

    /// <summary>Ends what nobody decided in time.</summary>
    public void ExpireOverdue()
    {
        foreach (var approval in approvals.Waiting().Where(ends.IsOver))
            database.Write(unit => Settle(unit, approval, "expired", "chatops502", "schedule", null));
    }

    /// <summary>
    /// Somebody wants another remedy on these hosts: what still waits there is denied by that, if they may decide it.
    /// </summary>
    /// <returns>Null when it was; else why not.</returns>
    public string? Supersede(Transaction unit, long incident, IReadOnlyList<string> hosts, Person person)
    {
        List<Approval> waiting =
        [
            .. approvals.OfIncident(incident).Where(a => a.State == "waiting" && hosts.Contains(a.Host)),
        ];
        if (waiting.Select(a => Refuses(a, person)).OfType<Decision>().FirstOrDefault() is { } refusal)
            return $"another remedy waits for a decision there: {refusal.Text}";
        foreach (var approval in waiting)
            Settle(unit, approval, "denied", person.Name, person.Source, "another remedy was asked for");
        return null;
    }

    /// <summary>The incident is over: what still waits in it is not carried out any more.</summary>
    public void SettleAll(Transaction unit, long incident, Person by, string why)
    {
        foreach (var approval in approvals.WaitingFor(unit, incident))
            Settle(unit, approval, "stale", by.Name, by.Source, why);
    }

    Decision Decide(string id, string state, Person person, string? reason)
    {
        if (approvals.Find(id) is not { } approval)
            return Unknown(id);
        if (IsTooLate(approval))
            return new(DecisionKind.NoLonger, WhyNot(approval));
        if (Refuses(approval, person) is { } refusal)
            return refusal;
        if (access.RefusesReason(reason) is { } wanted)
            return new(DecisionKind.Forbidden, wanted);
        return database.Write(unit => Settle(unit, approval, state, person.Name, person.Source, reason))
            ? new(DecisionKind.Done, $"{state}: {approval.Command} on {approval.Host}")
            : new(DecisionKind.NoLonger, WhyNot(approvals.Find(id)!));
    }

    /// <summary>
    /// Why this person's click would not count, before they are asked for words; null when it would. A refused person
    /// stands in the timeline.
    /// </summary>
    public Decision? WhyNot(string id, Person person)
    {
        if (approvals.Find(id) is not { } approval)
            return Unknown(id);
        return IsTooLate(approval) ? new(DecisionKind.NoLonger, WhyNot(approval)) : Refuses(approval, person);
    }

    bool IsTooLate(Approval approval) => approval.State != "waiting" || ends.IsOver(approval);

    static Decision Unknown(string id) => new(DecisionKind.Unknown, $"there is no approval {id}");

    Decision? Refuses(Approval approval, Person person)
    {
        if (Refusal(approval, person) is not { } refusal)
            return null;
        database.Write(unit =>
        {
            if (approval.IncidentId is { } n)
                desk.Tell(unit, n, "approval.refused", person.Name, person.Source, refusal);
        });
        return new(DecisionKind.Forbidden, refusal);
    }

    /// <summary>Null when this person may decide it; nothing is told anywhere.</summary>
    public string? Refusal(Approval approval, Person person)
    {
        var acknowledger = approval.IncidentId is { } number ? incidents.Find(number)?.Acknowledger : null;
        return access.RefusesApproval(
            person,
            approval.Host,
            approval.Action,
            approval.Requester,
            acknowledger
        );
    }

    bool Settle(Transaction unit, Approval approval, string state, string by, string source, string? reason)
    {
        var now = clock.GetUtcNow();
        if (!approvals.TryDecide(unit, approval.Id, state, by, reason, now))
            return false;
        var decided = approvals.Find(unit, approval.Id)!;
        var until = approval.ExpiresAt > now + Grace ? approval.ExpiresAt : now + Grace;
        runs.Append(
            unit,
            approval.RunId,
            new StepEnded(
                approval.StepKey,
                true,
                new JsonObject
                {
                    ["state"] = state,
                    ["by"] = by,
                    ["reason"] = reason,
                    ["until"] = until,
                    // the one that was asked for, word by word: the approval's own copy is masked and only shown
                    ["request"] = runs.Load(approval.RunId).Steps[approval.StepKey].Output[
                        "request"
                    ]!.DeepClone(),
                },
                null
            ),
            now
        );
        if (approval.IncidentId is { } number)
        {
            desk.Tell(
                unit,
                number,
                "approval." + state,
                by,
                source,
                $"{state}: {approval.Command} on "
                    + $"{approval.Host}{(string.IsNullOrWhiteSpace(reason) ? "" : $" ({reason})")}"
            );
            threads.Post(
                unit,
                number,
                ApprovalCard.Key(decided),
                ApprovalCard.Of(decided, access.MayDecide(decided.Host, decided.Action))
            );
            foreach (var joined in ApprovalStore.JoinedTo(unit, approval.Id))
                TellJoined(unit, joined, number, state, approval, by, source);
        }
        unit.AfterCommit(() => ends.Forget(approval.Id));
        unit.AfterCommit(() => bells.Ring(approval.RunId));
        return true;
    }

    void TellJoined(
        Transaction unit,
        long joined,
        long first,
        string state,
        Approval approval,
        string by,
        string source
    )
    {
        var text = $"{state} in {Incident.IdOf(first)} by {by}: {approval.Command} on {approval.Host}";
        desk.Tell(unit, joined, "approval." + state, by, source, text);
        threads.Post(unit, joined, $"joined:{approval.Id}", ChatMessage.Of(text));
    }

    static string WhyNot(Approval approval)
    {
        if (approval.State == "waiting")
            return $"it expired at {approval.ExpiresAt:HH:mm:ss} UTC";
        var by = approval.DecidedBy is { } who ? $" by {who} at {approval.DecidedAt:HH:mm:ss} UTC" : "";
        return $"it is already {approval.State}{by}";
    }
}
