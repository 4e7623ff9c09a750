using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Engine;

/// <summary>
/// Something the story of an incident should tell. What is made of it (timeline, thread, approval) is decided above.
/// </summary>
public abstract record Happening;

public sealed record VerdictReached(string Host, Verdict Verdict) : Happening;

/// <param name="Artifact">Where the evidence is kept.</param>
public sealed record SnapshotKept(string Host, string Artifact, long Bytes) : Happening;

/// <summary>A person is needed. The request is bound to exactly this argv on this host for this cause.</summary>
public sealed record ApprovalAsked(string Host, ApprovalRequest Request) : Happening;

/// <summary>A command that changes the host begins: counted, and its undo kept, before it does.</summary>
/// <param name="StepHost">The host whose step it is; another than <paramref name="Host"/> when the back end lives
/// elsewhere.</param>
/// <param name="Undo">What takes it back; null when nothing does.</param>
public sealed record ActionBegun(string Host, string StepHost, string Command, ApprovalRequest? Undo) : Happening;

/// <param name="Text">What was done, or would be in a dry run.</param>
/// <param name="Output">What the command printed, cut.</param>
/// <param name="Changes">True when it may have changed the host: these are what the budget counts.</param>
public sealed record ActionTaken(string Host, string Command, bool Ok, string Text, string Output, bool Changes)
    : Happening
{
    /// <summary>True when it changed something that can be taken back: its undo was kept when it began.</summary>
    public bool CanBeUndone { get; init; }

    /// <summary>The change that this took back; null when it was none.</summary>
    public string? TakesBack { get; init; }

    /// <summary>
    /// The host whose step it was; another than <see cref="Host"/> when the back end lives elsewhere.
    /// </summary>
    public string StepHost { get; init; } = Host;
}

/// <summary>An approved action was not carried out, and why.</summary>
public sealed record ActionRefused(string Host, string StepKey, string Command, string Reason, bool Stale) : Happening;

public sealed record VerificationDone(string Host, VerificationResult Result) : Happening;

/// <summary>A line from a notify step, or a step that failed.</summary>
public sealed record Said(string? Host, string Text, bool Problem) : Happening;

/// <param name="Action">The typed action, for example service.start.</param>
/// <param name="Argv">Exactly what will run.</param>
/// <param name="Hash">Binds the approval to host, argv and cause. A file's content before and after stands in the argv
/// as its checksum.</param>
/// <param name="Args">The typed action's arguments, from which argv is made again before it runs; null for a plain
/// command.</param>
/// <param name="OnHost">Where it will run; null: on the host of the step.</param>
/// <param name="Diff">What a file would lose and gain; null when none is touched.</param>
public sealed record ApprovalRequest(
    string StepKey,
    string Action,
    IReadOnlyList<string> Argv,
    string Command,
    string Cause,
    string Why,
    string Risk,
    string? Undo,
    string Hash,
    TimeSpan? ExpireAfter,
    IReadOnlyDictionary<string, string>? Args = null,
    string? Diff = null,
    string? OnHost = null
)
{
    public const string Undoing = "config.undo";

    public bool IsUndo => Action == Undoing;
}
