using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Response;

/// <summary>Turns what happens in a run into what happens in its incident.</summary>
public sealed class RunNarrator(
    Feed feed,
    IncidentLifecycle lifecycle,
    IncidentStore incidents,
    ApprovalIntake approvals,
    ChangeRecord changes,
    Aftermath aftermath
)
{
    public void Tell(Transaction unit, RunHead run, RunEvent told)
    {
        if (run.IncidentId is { } incident)
            Tell(unit, incident, run, told);
        else if (told is ApprovalAsked asked)
            approvals.AskAlone(unit, run, asked);
    }

    void Tell(Transaction unit, long incident, RunHead run, RunEvent told)
    {
        switch (told)
        {
            case VerdictReached reached:
                lifecycle.Judge(unit, incident, reached.Verdict);
                feed.Tell(unit, incident, new VerdictFound(run, reached.Host, reached.Verdict));
                break;
            case SnapshotKept snapshot:
                feed.Tell(unit, incident, new EvidenceKept(run, snapshot));
                break;
            case ApprovalAsked asked:
                approvals.Ask(unit, incident, run, asked);
                break;
            case ActionBegun begun:
                changes.Begun(unit, incident, run, begun);
                break;
            case ActionTaken taken:
                changes.Taken(unit, incident, run, taken);
                break;
            case ActionRefused refused:
                changes.Refused(unit, incident, run, refused);
                break;
            case VerificationDone done:
                feed.Tell(unit, incident, new HostVerified(run, done.Host, done.Result));
                aftermath.Of(unit, incident, run, done);
                break;
            case StepNote note:
                feed.Tell(unit, incident, new StepSaid(run, note));
                break;
        }
    }

    public void Ended(Transaction unit, RunHead run, RunStatus status)
    {
        if (run.IncidentId is not { } incident)
            return;
        feed.Tell(unit, incident, new RunOver(run, status, Person.Runbook));
        if (
            status == RunStatus.Succeeded
            && incidents.Find(unit, incident) is { IsAskedAndFine: true } fine
        )
            lifecycle.Resolve(unit, fine, Person.Runbook, "nothing is wrong");
    }
}
