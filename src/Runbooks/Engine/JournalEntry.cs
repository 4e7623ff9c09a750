using System.Text.Json.Nodes;

namespace ChatOps502.Runbooks.Engine;

/// <summary>
/// What is stored of a run, one entry after another. Folding them gives the <see cref="RunState"/>. Outputs are JSON
/// here: see <see cref="StepOutput"/>.
/// </summary>
public abstract record JournalEntry;

public sealed record StepStarted(string Key, int Attempt) : JournalEntry;

public sealed record StepWaits(string Key, JsonObject Output, DateTimeOffset? DueAt) : JournalEntry;

public sealed record StepEnded(string Key, bool Ok, JsonObject Output, string? Error) : JournalEntry;

/// <summary>The command that changes the host begins now. Written before it does.</summary>
/// <param name="Output">What later steps need even if the end is never heard of.</param>
/// <param name="Ticket">With it the command may be sent again; null when it must not be.</param>
/// <param name="At">Null in a journal of a version that wrote no tickets.</param>
public sealed record ChangeBegun(
    string Key,
    JsonObject Output,
    string? Ticket = null,
    DateTimeOffset? At = null
) : JournalEntry;

/// <summary>The bot died while a change with a ticket ran: its host knows whether it began.</summary>
public sealed record ChangeInterrupted(string Key) : JournalEntry;

/// <summary>The bot stopped while a step ran that had changed nothing yet: it may simply run again.</summary>
/// <param name="Died">True when the process ended without warning: perhaps because of this step.</param>
public sealed record StepForgotten(string Key, bool Died) : JournalEntry;

/// <summary>The incident is over while a command of this run changes a host.</summary>
public sealed record RunCloses : JournalEntry;

public sealed record RunEnded(RunStatus Status) : JournalEntry;
