using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>A run event as it lies in its column: the record's name and its fields.</summary>
sealed record StoredEvent(
    string Kind,
    string? Key,
    int? Attempt,
    bool? Ok,
    JsonObject? Output,
    string? Error,
    DateTimeOffset? DueAt,
    RunStatus? Status,
    bool? Died = null,
    string? Ticket = null,
    DateTimeOffset? At = null
)
{
    public static StoredEvent Of(JournalEntry e) =>
        e switch
        {
            StepStarted s => new("started", s.Key, s.Attempt, null, null, null, null, null),
            StepWaits s => new("waits", s.Key, null, null, s.Output, null, s.DueAt, null),
            StepEnded s => new("ended", s.Key, null, s.Ok, s.Output, s.Error, null, null),
            ChangeBegun s => new("change-begun", s.Key, null, null, s.Output, null, null, null)
            {
                Ticket = s.Ticket,
                At = s.At,
            },
            ChangeInterrupted s => new("change-interrupted", s.Key, null, null, null, null, null, null),
            StepForgotten s => new("forgotten", s.Key, null, null, null, null, null, null, s.Died),
            RunCloses => new("closes", null, null, null, null, null, null, null),
            RunEnded r => new("run-ended", null, null, null, null, null, null, r.Status),
            _ => throw new InvalidOperationException($"{e.GetType().Name} has no stored form"),
        };

    public JournalEntry Event() =>
        Kind switch
        {
            "started" => new StepStarted(Key!, Attempt!.Value),
            "waits" => new StepWaits(Key!, Output!, DueAt),
            "ended" => new StepEnded(Key!, Ok!.Value, Output!, Error),
            "change-begun" => new ChangeBegun(Key!, Output!, Ticket, At),
            "change-interrupted" => new ChangeInterrupted(Key!),
            "forgotten" => new StepForgotten(Key!, Died ?? true),
            "closes" => new RunCloses(),
            "run-ended" => new RunEnded(Status!.Value),
            _ => throw new InvalidOperationException($"'{Kind}' is not a run event"),
        };
}
