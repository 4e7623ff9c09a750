using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Engine;

/// <summary>
/// Something that happened in a run and that the story of its incident should tell. What is made of it (timeline,
/// thread, approval) is decided by whoever keeps the journal.
/// </summary>
public abstract record RunEvent;

public sealed record VerdictReached(string Host, Verdict Verdict) : RunEvent;

/// <param name="Artifact">Where the evidence is kept.</param>
public sealed record SnapshotKept(string Host, string Artifact, long Bytes) : RunEvent;

/// <summary>A person is needed. The request is bound to exactly this argv on this host for this cause.</summary>
public sealed record ApprovalAsked(string Host, ApprovalRequest Request) : RunEvent;

/// <summary>A command that changes the host begins: counted, and its undo kept, before it does.</summary>
/// <param name="StepHost">The host of the step; another than <paramref name="Host"/> when the back end is elsewhere.
/// </param>
/// <param name="Undo">What rolls it back; null when nothing does.</param>
public sealed record ActionBegun(string Host, string StepHost, string Command, ApprovalRequest? Undo)
    : RunEvent;

/// <param name="Text">What was done, or would be in a dry run.</param>
/// <param name="Output">What the command printed, cut.</param>
/// <param name="Changes">True when it may have changed the host: these are what the budget counts.</param>
public sealed record ActionTaken(
    string Host,
    string Command,
    bool Ok,
    string Text,
    string Output,
    bool Changes
) : RunEvent
{
    /// <summary>True when it changed something that can be rolled back: its undo was kept when it began.</summary>
    public bool CanBeUndone { get; init; }

    /// <summary>The change that this rolled back; null when it was none.</summary>
    public string? TakesBack { get; init; }

    /// <summary>The host of the step; another than <see cref="Host"/> when the back end is elsewhere.</summary>
    public string StepHost { get; init; } = Host;
}

/// <summary>An approved action was not carried out, and why.</summary>
public sealed record ActionRefused(string Host, string StepKey, string Command, string Reason, bool Stale)
    : RunEvent;

public sealed record VerificationDone(string Host, VerificationResult Result) : RunEvent;

/// <summary>A line from a notify step, or about a step that failed.</summary>
public sealed record StepNote(string? Host, string Text, bool Problem) : RunEvent;
