using ChatOps502.Probes.Network;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Whose a listening socket is: any login may open a port and give its process any name.</summary>
static class ListenerOwner
{
    // They start programs for people: what runs below them is a person's, not the service's
    static readonly string[] StartersOfPrograms =
    [
        "user@",
        "session",
        "ssh",
        "cron",
        "atd",
        "getty",
        "serial-getty",
        "login",
        "gdm",
        "sddm",
        "lightdm",
        "xrdp",
        "jupyterhub",
        "code-server",
        "tmux",
    ];

    /// <summary>Who runs the process; null when the process is not on record.</summary>
    public static string? UserOf(FailingUpstream upstream, Listener listener) =>
        listener.Pid is { } pid ? FindProcess(upstream, pid)?.User : null;

    /// <summary>
    /// True when no ordinary user can have opened it: it is root's, a service's, or of the user whose service should
    /// answer.
    /// </summary>
    public static bool IsVouchedFor(FailingUpstream upstream, Listener listener)
    {
        // nothing is changed because of what was pasted, and people paste their own hosts
        if (!upstream.Context.IsLive)
            return true;
        var user = UserOf(upstream, listener);
        return user is "root" or "0"
            || BelongsToService(upstream, listener, user)
            || user is not null && user == ExpectedUser(upstream);
    }

    static bool BelongsToService(FailingUpstream upstream, Listener listener, string? user)
    {
        if (listener.Pid is not { } pid)
            return false;
        var services = RunningServices(upstream).ToList();
        foreach (var ancestor in Ancestry(upstream, pid))
            if (services.Find(unit => unit.MainPid == ancestor) is { } unit)
                return ancestor == pid
                    || IsExpectedService(upstream, unit)
                    || IsUserOf(upstream, unit, user);
        return false;
    }

    static IEnumerable<ServiceUnit> RunningServices(FailingUpstream upstream) =>
        (upstream.BackendHost.Find<ServiceUnits>()?.All ?? []).Where(unit =>
            unit.MainPid is not null && !StartsPrograms(unit)
        );

    /// <summary>The process, its parent, and on up.</summary>
    static IEnumerable<int> Ancestry(FailingUpstream upstream, int pid)
    {
        var seen = new HashSet<int>();
        for (var next = pid; next > 1 && seen.Add(next); next = FindProcess(upstream, next)?.Parent ?? 0)
            yield return next;
    }

    static bool StartsPrograms(ServiceUnit unit) =>
        StartersOfPrograms.Any(name => unit.Name.StartsWith(name));

    static bool IsExpectedService(FailingUpstream upstream, ServiceUnit unit) =>
        upstream.Owner is { Sure: true, Unit: { } owner } && owner.Name == unit.Name;

    static bool IsUserOf(FailingUpstream upstream, ServiceUnit unit, string? user) =>
        user is not null && user == UserOf(upstream, unit);

    static string? ExpectedUser(FailingUpstream upstream) =>
        upstream.Unit is { } unit ? UserOf(upstream, unit) : null;

    static string? UserOf(FailingUpstream upstream, ServiceUnit unit)
    {
        if (unit.User is not null)
            return unit.User;
        return unit.MainPid is { } main ? FindProcess(upstream, main)?.User : null;
    }

    static HostProcess? FindProcess(FailingUpstream upstream, int pid) =>
        upstream.Processes?.All.FirstOrDefault(process => process.Pid == pid);
}
