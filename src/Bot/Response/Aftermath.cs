using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Bot.Response;

/// <summary>What follows for incidents from a verification.</summary>
public sealed class Aftermath(
    Feed feed,
    IncidentLifecycle lifecycle,
    IncidentStore incidents,
    ApprovalStore approvals,
    Rollback rollback,
    DueStore due,
    Settings settings,
    TimeProvider clock
)
{
    public void Of(Transaction unit, long incident, RunHead run, VerificationDone done)
    {
        var isSecondLook = run.Runbook == ShippedRunbooks.Verify;
        if (done.Result.Passed && isSecondLook)
            Confirmed(unit, incident);
        else if (done.Result.Passed)
            Fixed(unit, incident, run, done.Host);
        else if (done.Result.Helped == Helped.No)
            NotFixed(unit, incident, run, done, offerUndo: !isSecondLook);
    }

    void Fixed(Transaction unit, long incident, RunHead run, string host)
    {
        foreach (var joined in ApprovalStore.JoinedTo(unit, run.Id, host))
        {
            feed.Tell(unit, joined, new JoinedFixVerified(host, Incident.IdOf(incident)));
            lifecycle.Mitigate(unit, joined);
        }
        // other hosts of the alert may still wait for somebody
        if (!approvals.AnyWaiting(unit, incident))
            lifecycle.Mitigate(unit, incident);
        foreach (var after in settings.Verification.AgainAfter)
            due.Add(unit, ShippedRunbooks.Verify, incident, host, clock.GetUtcNow() + after);
    }

    void NotFixed(Transaction unit, long incident, RunHead run, VerificationDone done, bool offerUndo)
    {
        lifecycle.Reopen(unit, incident, done.Result.Summary);
        if (offerUndo)
            rollback.Offer(unit, run, incident, done.Host);
    }

    void Confirmed(Transaction unit, long incident)
    {
        if (incidents.Find(unit, incident) is { Status: IncidentStatus.Open })
            lifecycle.Mitigate(unit, incident);
    }
}
