using System.Text.Json;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Verdicts;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Bot.Response;

/// <summary>Makes timeline entries, thread messages and approvals out of what happens in a run.</summary>
public sealed class RunNarrator(
    IncidentLifecycle desk,
    IncidentStore incidents,
    ThreadStore threads,
    ApprovalStore approvals,
    Rollback undo,
    DueStore due,
    RunStore runs,
    RunWakeups bells,
    RunProgress progress,
    ActionBudget budget,
    AccessPolicy access,
    Settings settings,
    TimeProvider clock
)
{
    const string Bot = "chatops502",
        Source = "runbook";

    public void Tell(Transaction unit, RunHead run, RunEvent told)
    {
        if (run.IncidentId is not { } incident)
        {
            if (told is ApprovalAsked alone)
                Ask(unit, null, run, alone);
            return;
        }
        if (Progress(told) is { } line)
            progress.Add(unit, incident, run, line);
        switch (told)
        {
            case VerdictReached v:
                Verdict(unit, incident, run, v);
                break;
            case SnapshotKept s:
                desk.Tell(
                    unit,
                    incident,
                    "snapshot",
                    Bot,
                    Source,
                    $"evidence of {s.Host} kept before any change ({s.Bytes} bytes)",
                    $$"""{"artifact":"{{s.Artifact}}"}"""
                );
                break;
            case ApprovalAsked a:
                Ask(unit, incident, run, a);
                break;
            case ActionBegun a:
                Begun(unit, incident, run, a);
                break;
            case ActionTaken a:
                Action(unit, incident, run, a);
                break;
            case ActionRefused r:
                Refused(unit, incident, run, r);
                break;
            case VerificationDone v:
                Verification(unit, incident, run, v);
                break;
            case StepNote s:
                Say(unit, incident, s);
                break;
        }
    }

    /// <summary>How far the run is, in one line; null for what is told elsewhere.</summary>
    static string? Progress(RunEvent told) =>
        told switch
        {
            VerdictReached v => $"{v.Host}: looked in {v.Verdict.DurationMs / 1000.0:0.0} s: "
                + $"{v.Verdict.First?.Cause ?? v.Verdict.Status.Text()}",
            SnapshotKept s => $"{s.Host}: evidence kept",
            ApprovalAsked a => $"{a.Request.OnHost ?? a.Host}: waiting for a decision",
            ActionTaken a => $"{a.Host}: {a.Command}: {(a.Ok ? "done" : "failed")}",
            ActionRefused r => $"{r.Host}: {r.Command}: not run",
            VerificationDone v => $"{v.Host}: {(v.Result.Passed ? "verified" : "not verified")}",
            StepNote { Problem: true } s => Spoken(s),
            _ => null,
        };

    public void Ended(Transaction unit, RunHead run, RunStatus status)
    {
        if (run.IncidentId is not { } incident)
            return;
        progress.End(unit, incident, run, status);
        desk.Tell(
            unit,
            incident,
            "run.ended",
            Bot,
            Source,
            $"{run.Runbook} ended: {status.ToString().ToLowerInvariant()}"
        );
        // a look that somebody asked for and that found nothing leaves nothing open
        if (
            status == RunStatus.Succeeded
            && incidents.Find(unit, incident)
                is { AlertName: "", Cause: null, Confidence: not null, IsOver: false } fine
        )
            desk.Resolve(unit, fine, Bot, Source, "nothing is wrong");
    }

    void Verdict(Transaction unit, long incident, RunHead run, VerdictReached v)
    {
        desk.Tell(
            unit,
            incident,
            "verdict",
            Bot,
            Source,
            $"{v.Host}: {v.Verdict.Summary}",
            JsonSerializer.Serialize(v.Verdict, ContractJson.Readable.Verdict)
        );
        desk.Verdict(unit, incident, v.Verdict);
        threads.Post(unit, incident, $"verdict:{run.Id}:{v.Host}", VerdictMessage.Of(v.Verdict));
    }

    void Ask(Transaction unit, long? incident, RunHead run, ApprovalAsked asked)
    {
        var now = clock.GetUtcNow();
        if (runs.Load(run.Id).IsClosing)
        {
            runs.Append(
                unit,
                run.Id,
                new StepEnded(asked.Request.StepKey, true, new() { ["state"] = "stale" }, null),
                now
            );
            unit.AfterCommit(() => bells.Ring(run.Id));
            return;
        }
        if (
            incident is { } here
            && approvals.WaitingSame(unit, asked.Request.Hash, asked.Host, here)
                is { IncidentId: { } there } same
        )
        {
            Join(unit, here, run, asked, same, there);
            return;
        }
        var approval = approvals.Ask(
            unit,
            run.Id,
            incident,
            asked.Host,
            asked.Request,
            run.Requester,
            now,
            now + (asked.Request.ExpireAfter ?? settings.Approvals.ExpireAfter)
        );
        if (incident is not { } number)
            return;
        desk.Tell(
            unit,
            number,
            "approval.requested",
            Bot,
            Source,
            $"approval wanted: {approval.Command} on {approval.Host}",
            $$"""{"approval":"{{approval.Id}}","hash":"{{asked.Request.Hash}}"}"""
        );
        threads.Post(
            unit,
            number,
            ApprovalCard.Key(approval),
            ApprovalCard.Of(approval, access.MayDecide(approval.Host, approval.Action))
        );
    }

    /// <summary>One fix, one decision: this incident waits for the one that asked first.</summary>
    void Join(Transaction unit, long incident, RunHead run, ApprovalAsked asked, Approval same, long first)
    {
        ApprovalStore.Join(unit, incident, same.Id);
        runs.Append(
            unit,
            run.Id,
            new StepEnded(
                asked.Request.StepKey,
                true,
                new() { ["state"] = "joined", ["approval"] = same.Id },
                null
            ),
            clock.GetUtcNow()
        );
        var text =
            $"the same fix waits for a decision in {Incident.IdOf(first)}: {same.Command} on {same.Host}";
        desk.Tell(unit, incident, "approval.joined", Bot, Source, text, $$"""{"approval":"{{same.Id}}"}""");
        threads.Post(unit, incident, $"joined:{same.Id}", ChatMessage.Of(text));
        unit.AfterCommit(() => bells.Ring(run.Id));
    }

    /// <summary>Counted, and its undo kept, before the command runs: a kill in between loses neither.</summary>
    void Begun(Transaction unit, long incident, RunHead run, ActionBegun a)
    {
        budget.Count(unit, a.Host, a.Command, run.Id);
        if (a.Undo is { } request)
            undo.Keep(unit, run, incident, a.Host, a.StepHost, request);
    }

    void Action(Transaction unit, long incident, RunHead run, ActionTaken a)
    {
        desk.Tell(
            unit,
            incident,
            a.Ok ? "action.done" : "action.failed",
            Bot,
            Source,
            $"{a.Host}: {a.Command}: {a.Text}"
        );
        List<ChatBlock> blocks =
        [
            new Heading($"{a.Host}: {a.Text}", a.Ok ? "done" : "failed"),
            new Code(a.Output.Length > 0 ? $"$ {a.Command}\n{a.Output}" : $"$ {a.Command}"),
        ];
        if (!run.DryRun && Rollback.Kept(unit, run, incident, a.StepHost) is { } kept)
        {
            if (a.CanBeUndone)
                blocks.Add(
                    new Buttons([
                        new(
                            "command",
                            "undo " + kept,
                            "Undo",
                            "danger",
                            $"Take back on {a.Host}: {a.Command}"
                        ),
                    ])
                );
            else
                undo.Taken(unit, kept); // nothing was changed
        }
        if (a is { TakesBack: { } change, Ok: true })
            undo.Taken(unit, change);
        threads.Post(
            unit,
            incident,
            $"action:{Guid.NewGuid():N}",
            new($"{a.Command} on {a.Host}: {a.Text}.", blocks, Loud: !a.Ok)
        );
    }

    void Refused(Transaction unit, long incident, RunHead run, ActionRefused r)
    {
        if (r.Stale && approvals.Stale(unit, run.Id, r.StepKey, r.Reason) is { } stale)
            threads.Post(
                unit,
                incident,
                ApprovalCard.Key(stale),
                ApprovalCard.Of(stale, access.MayDecide(stale.Host, stale.Action))
            );
        desk.Tell(
            unit,
            incident,
            r.Stale ? "approval.stale" : "action.refused",
            Bot,
            Source,
            $"{r.Host}: {r.Command} was not run: {r.Reason}"
        );
        threads.Post(
            unit,
            incident,
            $"action:{Guid.NewGuid():N}",
            ChatMessage.Of(
                $"{r.Command} was not run on {r.Host}: {r.Reason}.",
                new Heading($"Not run on {r.Host}", "refused"),
                new Paragraph(r.Reason),
                new Code(r.Command)
            )
        );
    }

    void Verification(Transaction unit, long incident, RunHead run, VerificationDone v)
    {
        var mood = v.Result.Helped switch
        {
            Helped.Yes => "done",
            Helped.No => "failed",
            _ => "warning",
        };
        desk.Tell(
            unit,
            incident,
            v.Result.Passed ? "verify.passed" : "verify.failed",
            Bot,
            Source,
            $"{v.Host}: {v.Result.Summary}"
        );
        threads.Post(
            unit,
            incident,
            $"verify:{run.Id}:{v.Host}",
            new(
                $"{v.Host}: {v.Result.Summary}",
                [
                    new Heading($"{v.Host}: {v.Result.Summary}", mood),
                    new Bullets([.. v.Result.Checks.Select(c => $"{(c.Ok ? "pass" : "FAIL")}: {c.Text}")]),
                ],
                Loud: v.Result.Helped == Helped.No
            )
        );
        if (v.Result.Passed && run.Runbook != "verify")
            Mended(unit, incident, run, v.Host);
        else if (v.Result.Passed)
            Reverified(unit, incident);
        else if (v.Result.Helped == Helped.No)
            NotHelped(unit, incident, run, v);
    }

    void Mended(Transaction unit, long incident, RunHead run, string host)
    {
        foreach (var joined in ApprovalStore.JoinedTo(unit, run.Id, host))
        {
            desk.Tell(
                unit,
                joined,
                "verify.passed",
                Bot,
                Source,
                $"{host}: the fix in {Incident.IdOf(incident)} was verified"
            );
            desk.Mitigate(unit, joined);
        }
        // other hosts of the alert may still wait for somebody
        if (!approvals.AnyWaiting(unit, incident))
            desk.Mitigate(unit, incident);
        foreach (var after in settings.Verification.AgainAfter)
            due.Add(unit, "verify", incident, host, clock.GetUtcNow() + after);
    }

    void NotHelped(Transaction unit, long incident, RunHead run, VerificationDone v)
    {
        desk.Reopen(unit, incident, v.Result.Summary);
        if (run.Runbook != "verify")
            undo.Offer(unit, run, incident, v.Host);
    }

    void Reverified(Transaction unit, long incident)
    {
        if (incidents.Find(unit, incident) is { Status: "open" })
            desk.Mitigate(unit, incident);
    }

    void Say(Transaction unit, long incident, StepNote s)
    {
        desk.Tell(unit, incident, s.Problem ? "step.failed" : "said", Bot, Source, Spoken(s));
        threads.Post(unit, incident, $"said:{Guid.NewGuid():N}", ChatMessage.Of(Spoken(s)));
    }

    static string Spoken(StepNote s) => (s.Host is null ? "" : s.Host + ": ") + s.Text;
}
