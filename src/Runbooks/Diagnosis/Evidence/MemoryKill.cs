using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Finds the kernel's memory kill that belongs to a service.</summary>
static class MemoryKill
{
    static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(15);

    /// <summary>By control group, by pid, or by name at the moment the service ended.</summary>
    public static OomKill? Find(FailingUpstream upstream, ServiceUnit unit)
    {
        var kills = upstream.BackendHost.Find<KernelEvents>()?.Kills ?? [];
        return kills.LastOrDefault(kill =>
            IsInItsGroup(upstream, unit, kill) || IsItsProcess(upstream, unit, kill)
        );
    }

    static bool IsInItsGroup(FailingUpstream upstream, ServiceUnit unit, OomKill kill) =>
        kill.Cgroup?.Contains($"/{unit.Name}.service") == true
        && IsNear(kill.Time, upstream.Context.Now, upstream.Context.Since);

    static bool IsItsProcess(FailingUpstream upstream, ServiceUnit unit, OomKill kill)
    {
        if (kill.Pid is { } pid && pid == unit.MainPid)
            return true;
        var ended = unit.ExitedAt ?? unit.StartedAt ?? upstream.Context.Now;
        return MayHaveBeenKilled(unit)
            && HasItsName(upstream, unit, kill)
            && IsNear(kill.Time, ended, SameMoment);
    }

    static bool MayHaveBeenKilled(ServiceUnit unit) =>
        unit.ExitKind is not "exited" && unit.ExitStatus is null or 9;

    static bool HasItsName(FailingUpstream upstream, ServiceUnit unit, OomKill kill) =>
        kill.Name is { Length: > 1 } name
        && (
            unit.Command.Contains(name)
            || unit.Name.Contains(name)
            || ProcessNames(upstream, unit).Contains(name)
        );

    static IEnumerable<string> ProcessNames(FailingUpstream upstream, ServiceUnit unit)
    {
        var inJournal = upstream
            .Journal.Select(entry => entry.Source)
            .Where(source => source != "systemd")
            .Distinct();
        return unit.MainPid is { } pid
            ? inJournal.Concat(
                upstream.Processes?.Family(pid).Select(process => ProgramOf(process.Command)) ?? []
            )
            : inJournal;
    }

    static string ProgramOf(string command) => command.Split(' ')[0].Split('/')[^1];

    static bool IsNear(DateTimeOffset? time, DateTimeOffset other, TimeSpan within) =>
        time is { } moment && (moment - other).Duration() <= within;
}
