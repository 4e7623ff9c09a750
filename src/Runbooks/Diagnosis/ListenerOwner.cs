using ChatOps502.Probes.Network;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Whose a listening socket is: any login may open a port and give its process any name.</summary>
static class ListenerOwner
{
    // They start programs for people: what runs below them is a person's, not the service's
    static readonly string[] ForPeople =
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
    public static string? User(Failing f, Listener l) => l.Pid is { } pid ? Process(f, pid)?.User : null;

    /// <summary>
    /// True when an ordinary user cannot have opened it: it is root's, a service's, or of the user whose service should
    /// answer.
    /// </summary>
    public static bool IsVouchedFor(Failing f, Listener l) =>
        User(f, l) is "root" or "0" || BelongsToService(f, l) || User(f, l) is { } user && user == ServiceUser(f);

    static bool BelongsToService(Failing f, Listener l)
    {
        var units =
            f.Home.Find<ServiceUnits>()?.All.Where(u => u.MainPid is not null && !StartsPrograms(u)).ToList() ?? [];
        if (l.Pid is not { } pid)
            return false;
        foreach (var at in Ancestry(f, pid))
            if (units.FirstOrDefault(u => u.MainPid == at) is { } unit)
                return at == pid || IsOwners(f, unit) || User(f, l) is { } user && user == UserOf(f, unit);
        return false;
    }

    /// <summary>The process, its parent, and on up.</summary>
    static IEnumerable<int> Ancestry(Failing f, int pid)
    {
        var seen = new HashSet<int>();
        for (var at = pid; at > 1 && seen.Add(at); at = Process(f, at)?.Parent ?? 0)
            yield return at;
    }

    static bool StartsPrograms(ServiceUnit unit) => ForPeople.Any(p => unit.Name.StartsWith(p));

    static bool IsOwners(Failing f, ServiceUnit unit) =>
        f.Owner is { Sure: true, Unit: { } owner } && owner.Name == unit.Name;

    static string? ServiceUser(Failing f) => f.Unit is { } unit ? UserOf(f, unit) : null;

    static string? UserOf(Failing f, ServiceUnit unit) =>
        unit.User ?? (unit.MainPid is { } main ? Process(f, main)?.User : null);

    static HostProcess? Process(Failing f, int pid) => f.Processes?.All.FirstOrDefault(p => p.Pid == pid);
}
