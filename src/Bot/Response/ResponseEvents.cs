using System.Text.Json;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Verdicts;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Bot.Response;

/// <summary>A host was looked at.</summary>
public sealed record VerdictFound(RunHead Run, string Host, Verdict Verdict)
    : RunStory(Run, Person.Runbook)
{
    public override string Kind => "verdict";

    public override string Text => $"{Host}: {Verdict.Summary}";

    public override string Data => JsonSerializer.Serialize(Verdict, ContractJson.Readable.Verdict);

    public override IReadOnlyList<ThreadPost> Posts =>
        [new($"verdict:{Run.Id}:{Host}", VerdictMessage.Of(Verdict))];

    public override string Progress =>
        $"{Host}: looked in {Verdict.DurationMs / 1000.0:0.0} s: {Verdict.First?.Cause ?? Verdict.Status.Text()}";
}

/// <summary>The evidence was kept before any change.</summary>
public sealed record EvidenceKept(RunHead Run, SnapshotKept Snapshot) : RunStory(Run, Person.Runbook)
{
    public override string Kind => "snapshot";

    public override string Text =>
        $"evidence of {Snapshot.Host} kept before any change ({Snapshot.Bytes} bytes)";

    public override string Data => $$"""{"artifact":"{{Snapshot.Artifact}}"}""";

    public override string Progress => $"{Snapshot.Host}: evidence kept";
}

/// <summary>A command ran on a host.</summary>
/// <param name="Change">What an Undo button takes back; null for none.</param>
public sealed record CommandRan(RunHead Run, ActionTaken Action, string? Change)
    : RunStory(Run, Person.Runbook)
{
    public override string Kind => Action.Ok ? "action.done" : "action.failed";

    public override string Text => $"{Action.Host}: {Action.Command}: {Action.Text}";

    public override IReadOnlyList<ThreadPost> Posts =>
        [
            ThreadPost.Once(
                "action",
                new(
                    $"{Action.Command} on {Action.Host}: {Action.Text}.",
                    [.. Blocks()],
                    Broadcast: !Action.Ok
                )
            ),
        ];

    public override string Progress =>
        $"{Action.Host}: {Action.Command}: {(Action.Ok ? "done" : "failed")}";

    IEnumerable<ChatBlock> Blocks()
    {
        var command = $"$ {Action.Command}";
        yield return new Heading($"{Action.Host}: {Action.Text}", Action.Ok ? Tone.Done : Tone.Failed);
        yield return new Code(Action.Output.Length > 0 ? $"{command}\n{Action.Output}" : command);
        if (Change is not null)
            yield return new Buttons([UndoButton(Change)]);
    }

    ChatButton UndoButton(string change) =>
        new(
            new CommandAction("undo", change),
            "Undo",
            "danger",
            $"Take back on {Action.Host}: {Action.Command}"
        );
}

/// <summary>Something that was approved did not run.</summary>
/// <param name="Card">The approval as it stands now, when it no longer fits; else null.</param>
public sealed record CommandNotRun(RunHead Run, ActionRefused Refusal, ThreadPost? Card)
    : RunStory(Run, Person.Runbook)
{
    public override string Kind => Refusal.Stale ? "approval.stale" : "action.refused";

    public override string Text => $"{Refusal.Host}: {Refusal.Command} was not run: {Refusal.Reason}";

    public override IReadOnlyList<ThreadPost> Posts => Card is null ? [Explained()] : [Card, Explained()];

    public override string Progress => $"{Refusal.Host}: {Refusal.Command}: not run";

    ThreadPost Explained() =>
        ThreadPost.Once(
            "action",
            ChatMessage.Of(
                $"{Refusal.Command} was not run on {Refusal.Host}: {Refusal.Reason}.",
                new Heading($"Not run on {Refusal.Host}", Tone.Refused),
                new Paragraph(Refusal.Reason),
                new Code(Refusal.Command)
            )
        );
}

/// <summary>Did it help?</summary>
public sealed record HostVerified(RunHead Run, string Host, VerificationResult Result)
    : RunStory(Run, Person.Runbook)
{
    public override string Kind => Result.Passed ? "verify.passed" : "verify.failed";

    public override string Text => $"{Host}: {Result.Summary}";

    public override IReadOnlyList<ThreadPost> Posts =>
        [
            new(
                $"verify:{Run.Id}:{Host}",
                new(
                    Text,
                    [
                        new Heading(Text, ToneOf(Result.Helped)),
                        new Bullets([
                            .. Result.Checks.Select(c => $"{(c.Ok ? "pass" : "FAIL")}: {c.Text}"),
                        ]),
                    ],
                    Broadcast: Result.Helped == Helped.No
                )
            ),
        ];

    public override string Progress => $"{Host}: {(Result.Passed ? "verified" : "not verified")}";

    static Tone ToneOf(Helped helped) =>
        helped switch
        {
            Helped.Yes => Tone.Done,
            Helped.No => Tone.Failed,
            _ => Tone.Warning,
        };
}

/// <summary>The fix in another incident was verified: this one had waited for it.</summary>
/// <param name="First">INC-n of the other one.</param>
public sealed record JoinedFixVerified(string Host, string First) : IncidentEvent(Person.Runbook)
{
    public override string Kind => "verify.passed";

    public override string Text => $"{Host}: the fix in {First} was verified";
}

/// <summary>What a step had to say.</summary>
public sealed record StepSaid(RunHead Run, StepNote Note) : RunStory(Run, Person.Runbook)
{
    public override string Kind => Note.Problem ? "step.failed" : "said";

    public override string Text => Note.Host is null ? Note.Text : $"{Note.Host}: {Note.Text}";

    public override IReadOnlyList<ThreadPost> Posts => [ThreadPost.Once("said", ChatMessage.Of(Text))];

    public override string? Progress => Note.Problem ? Text : null;
}
