using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>How a service ended by itself, or was restarted after it had.</summary>
/// <param name="WasServing">True when it had worked before: it lived longer than a failing start, or requests were lost
/// with it.</param>
/// <param name="Kill">The kernel's memory kill that ended it; null when there was none.</param>
public sealed record ServiceExit(string Text, bool WasServing, OomKill? Kill, DateTimeOffset? At)
{
    static readonly TimeSpan FailingStart = TimeSpan.FromSeconds(5);

    /// <summary>Null: the service runs as it was started, was stopped by somebody, or is not known.</summary>
    public static ServiceExit? Find(FailingUpstream upstream)
    {
        if (upstream.Unit is not { } unit)
            return null;
        var restarted = WasRestarted(upstream, unit);
        if (!restarted && !EndedAbnormally(unit))
            return null;
        var kill = MemoryKill.Find(upstream, unit);
        var wasServing =
            restarted
            || kill is not null
            || unit.Result == "oom-kill"
            || IsRestartedByItsEngine(upstream, unit)
            || LostRequests(upstream)
            || LivedLong(unit);
        return new(Describe(unit, restarted), wasServing, kill, unit.ExitedAt ?? unit.StartedAt);
    }

    /// <summary>Pasted tables only: docker starts it again and again.</summary>
    static bool IsRestartedByItsEngine(FailingUpstream upstream, ServiceUnit unit) =>
        !upstream.Context.IsLive && unit is { Manager: "docker" or "podman", Active: "activating" };

    static bool EndedAbnormally(ServiceUnit unit) =>
        unit.Result is "exit-code" or "signal" or "core-dump" or "oom-kill" or "watchdog"
        || unit.Active == "failed";

    static bool WasRestarted(FailingUpstream upstream, ServiceUnit unit) =>
        unit is { IsRunning: true, Restarts: > 0 }
        && unit.StartedAt > upstream.Context.Now - upstream.Context.Since;

    static bool LostRequests(FailingUpstream upstream) =>
        upstream.PortConflict is null
        && upstream.Has(ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.BrokenPipe);

    static bool LivedLong(ServiceUnit unit) =>
        unit.Restarts < 3 && unit.ExitedAt - unit.StartedAt > FailingStart;

    static string Describe(ServiceUnit unit, bool restarted)
    {
        if (restarted)
        {
            var times = unit.Restarts == 1 ? "once" : $"{unit.Restarts} times";
            return $"{unit.Name} was restarted {times} by systemd, last at {unit.StartedAt:HH:mm:ss} UTC";
        }
        var lived = unit.ExitedAt - unit.StartedAt;
        var after = lived > TimeSpan.Zero ? $" after {Rounded(lived.Value)}" : "";
        return $"{unit.Name} {HowItEnded(unit)}{after}";
    }

    static string HowItEnded(ServiceUnit unit) =>
        unit.ExitKind switch
        {
            "killed" => $"was killed by signal {unit.ExitStatus}",
            "dumped" => $"crashed with signal {unit.ExitStatus}",
            _ when unit.ExitStatus is > 0 => $"exited with status {unit.ExitStatus}",
            _ => "ended",
        };

    static string Rounded(TimeSpan time) =>
        time switch
        {
            { TotalHours: >= 1 } => $"{time.TotalHours:0.#} h",
            { TotalMinutes: >= 1 } => $"{time.TotalMinutes:0.#} min",
            _ => $"{time.TotalSeconds:0.#} s",
        };
}
