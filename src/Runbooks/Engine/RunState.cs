using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;

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
    Succeeded,
    Failed,
}

/// <summary>Where one step of a run stands.</summary>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="DueAt">For a waiting step: when it goes on by itself.</param>
public sealed record StepRecord(StepStatus Status, int Attempt, JsonObject Output, string? Error, DateTimeOffset? DueAt)
{
    /// <summary>
    /// True once the command that changes the host may have begun: from then on it is never begun again.
    /// </summary>
    public bool ChangeBegun { get; init; }
}

/// <summary>A run as its stored events tell it. Immutable: <see cref="RunMachine"/> makes the next one.</summary>
/// <param name="Runbook">The copy taken when the run began.</param>
/// <param name="Steps">By step key: the id, or id@host inside each-host.</param>
/// <param name="Given">What was known at the start: incident, alert, run.</param>
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
    public ImmutableDictionary<string, int> Deaths { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>
    /// True once its incident is over: what has begun is finished and proven, no further change begins.
    /// </summary>
    public bool IsClosing { get; init; }

    /// <summary>True while a command that changes a host runs, or its end is not known.</summary>
    public bool IsChanging => Steps.Values.Any(s => s is { ChangeBegun: true, Status: StepStatus.Started });

    public static string Key(string id, string? host) => host is null ? id : $"{id}@{host}";

    public static string? HostOf(string key) => key.Split('@', 2).ElementAtOrDefault(1);

    public static string StepIdOf(string key) => key.Split('@', 2)[0];

    /// <summary>
    /// The value at a path, seen from a step of this host: first word is a step's id or host, incident, alert, run.
    /// </summary>
    public JsonNode? Resolve(string path, string? host)
    {
        var words = path.Split('.');
        if (words[0] == "host")
            return host ?? string.Join(", ", Targets);
        JsonNode? at =
            (Steps.GetValueOrDefault(Key(words[0], host)) ?? Steps.GetValueOrDefault(words[0]))?.Output
            ?? Given[words[0]];
        foreach (var word in words.Skip(1))
            at = at switch
            {
                JsonObject o => o[word],
                JsonArray a when int.TryParse(word, out var i) && i >= 0 && i < a.Count => a[i],
                _ => null,
            };
        return at;
    }
}

/// <summary>What is stored of a run, one line after the other. Folding them gives the <see cref="RunState"/>.</summary>
public abstract record RunEvent;

public sealed record StepStarted(string Key, int Attempt) : RunEvent;

public sealed record StepWaits(string Key, JsonObject Output, DateTimeOffset? DueAt) : RunEvent;

public sealed record StepEnded(string Key, bool Ok, JsonObject Output, string? Error) : RunEvent;

/// <summary>The command that changes the host begins now. Written before it does.</summary>
/// <param name="Output">What later steps need even if the end is never heard of.</param>
public sealed record ChangeBegun(string Key, JsonObject Output) : RunEvent;

/// <summary>The bot stopped while a step ran that had changed nothing yet: it may simply run again.</summary>
/// <param name="Died">True when the process ended without a word: perhaps because of this step.</param>
public sealed record StepForgotten(string Key, bool Died) : RunEvent;

/// <summary>The incident is over while a command of this run changes a host.</summary>
public sealed record RunCloses : RunEvent;

public sealed record RunEnded(RunStatus Status) : RunEvent;
