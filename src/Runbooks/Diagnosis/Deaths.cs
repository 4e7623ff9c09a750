using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>How a service's process ended, when it ended by itself.</summary>
/// <param name="Ran">True when it had worked before: longer than a failing start takes, or requests were lost with
/// it.</param>
/// <param name="Kill">The kernel's memory kill that took it, if one did.</param>
public sealed record Death(string Text, bool Ran, bool BySignal, OomKill? Kill, DateTimeOffset? At);

public static class Deaths
{
    static readonly TimeSpan FailingStart = TimeSpan.FromSeconds(5);

    /// <summary>Null: the service runs as it was started, was stopped by somebody, or is not known.</summary>
    public static Death? Of(Situation s, Failing f)
    {
        if (f.Unit is not { } unit)
            return null;
        var abnormal =
            unit.Result is "exit-code" or "signal" or "core-dump" or "oom-kill" or "watchdog"
            || unit.Active == "failed";
        var restarted = unit.IsRunning && unit.Restarts > 0 && unit.StartedAt > s.Now - s.Since;
        if (!abnormal && !restarted)
            return null;
        var lived = unit.ExitedAt - unit.StartedAt;
        var lost = f.Squatter is null && f.Has(Signal.PrematureClose, Signal.Reset, Signal.BrokenPipe);
        var kill = KillOf(s, f, unit, unit.ExitedAt ?? unit.StartedAt);
        var how = unit.ExitKind switch
        {
            "killed" => $"killed by signal {unit.ExitStatus}",
            "dumped" => $"crashed with signal {unit.ExitStatus}",
            _ when unit.ExitStatus is > 0 => $"exited with status {unit.ExitStatus}",
            _ => "ended",
        };
        if (restarted)
            how =
                $"was restarted {(unit.Restarts == 1 ? "once" : $"{unit.Restarts} times")} by systemd, last at "
                + $"{unit.StartedAt:HH:mm:ss} UTC";
        var text = $"{unit.Name} {how}{(lived is { } l && l > TimeSpan.Zero && !restarted ? $" after {Span(l)}" : "")}";
        return new(
            text,
            lost
                || kill is not null
                || unit.Result == "oom-kill"
                || restarted
                || unit.Restarts < 3 && lived > FailingStart,
            unit.ExitKind is "killed" or "dumped",
            kill,
            unit.ExitedAt ?? unit.StartedAt
        );
    }

    /// <summary>
    /// The memory kill that belongs to this unit: by control group, by pid, or by name at the moment it ended.
    /// </summary>
    static OomKill? KillOf(Situation s, Failing f, ServiceUnit unit, DateTimeOffset? ended) =>
        f
            .Home.Find<KernelEvents>()
            ?.Kills.LastOrDefault(k =>
                k.Cgroup?.Contains("/" + unit.Name + ".service") == true && Near(k.Time, s.Now, s.Since)
                || k.Pid is { } pid && pid == unit.MainPid
                || unit.ExitKind is not "exited"
                    && unit.ExitStatus is null or 9
                    && k.Name is { Length: > 1 } name
                    && (
                        unit.Command.Contains(name)
                        || unit.Name.Contains(name)
                        || ProcessNames(s, f, unit).Contains(name)
                    )
                    && Near(k.Time, ended ?? s.Now, TimeSpan.FromSeconds(15))
            );

    static IEnumerable<string> ProcessNames(Situation s, Failing f, ServiceUnit unit) =>
        s.JournalOf(f)
            .Select(e => e.Source)
            .Where(x => x != "systemd")
            .Distinct()
            .Concat(
                unit.MainPid is { } pid
                    ? f.Processes?.Family(pid).Select(p => p.Command.Split(' ')[0].Split('/')[^1]) ?? []
                    : []
            );

    static bool Near(DateTimeOffset? time, DateTimeOffset other, TimeSpan within) =>
        time is { } t && (t - other).Duration() <= within;

    static string Span(TimeSpan t) =>
        t.TotalHours >= 1 ? $"{t.TotalHours:0.#} h"
        : t.TotalMinutes >= 1 ? $"{t.TotalMinutes:0.#} min"
        : $"{t.TotalSeconds:0.#} s";
}
