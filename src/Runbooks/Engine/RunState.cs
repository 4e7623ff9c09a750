using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Engine;

public enum RunStatus
{
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

public enum StepStatus
{
    Started,
    Waiting,

    /// <summary>A change during which the bot died: it is sent again, and its host refuses what had begun.</summary>
    Interrupted,
    Succeeded,
    Failed,
}

/// <summary>Where one step of a run stands.</summary>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="Output">As it is stored: see <see cref="StepOutput"/>.</param>
/// <param name="DueAt">For a waiting step: when it continues by itself.</param>
public sealed record StepRecord(
    StepStatus Status,
    int Attempt,
    JsonObject Output,
    string? Error,
    DateTimeOffset? DueAt
)
{
    /// <summary>
    /// True once the command that changes the host may have begun: from then on it is never begun again.
    /// </summary>
    public bool ChangeBegun { get; init; }

    /// <summary>Of the change that may have begun; null when it has none.</summary>
    public string? Ticket { get; init; }

    /// <summary>When the change was about to begin; null when none was.</summary>
    public DateTimeOffset? BegunAt { get; init; }
}

/// <summary>A run, folded from its journal. Immutable: <see cref="RunMachine"/> makes the next one.</summary>
/// <param name="Runbook">The copy taken when the run began.</param>
/// <param name="Steps">By step key: the id, or id@host inside each-host.</param>
/// <param name="Given">What was known at the start, by the names of <see cref="RunInputs"/>.</param>
public sealed record RunState(
    string Id,
    Runbook Runbook,
    IReadOnlyList<string> Targets,
    bool DryRun,
    JsonObject Given,
    ImmutableDictionary<string, StepRecord> Steps,
    RunStatus Status
)
{
    /// <summary>How often the bot's process ended while a step ran, by step key.</summary>
    public ImmutableDictionary<string, int> Deaths { get; init; } =
        ImmutableDictionary<string, int>.Empty;

    /// <summary>
    /// True once its incident is over: what has begun is finished and verified, no further change begins.
    /// </summary>
    public bool IsClosing { get; init; }

    /// <summary>True while a command that changes a host runs, or its end is unknown.</summary>
    public bool IsChanging =>
        Steps.Values.Any(step => step is { ChangeBegun: true, Status: StepStatus.Started });

    public static string Key(string id, string? host) => host is null ? id : $"{id}@{host}";

    public static string? HostOf(string key) => key.Split('@', 2).ElementAtOrDefault(1);

    public static string StepIdOf(string key) => key.Split('@', 2)[0];
}
