using ChatOps502.Probes.Network;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>
/// Every process that may take a request at an upstream's address: several can share a port, and a service may have
/// workers below its main process.
/// </summary>
static class ServingProcesses
{
    public static IReadOnlyList<HostProcess> Of(FailingUpstream upstream) =>
        Below(
            upstream,
            [.. ListenersOf(upstream).Select(listener => listener.Pid), upstream.Unit?.MainPid]
        );

    /// <summary>The first of them that a signal has stopped (state T); null when all may run.</summary>
    public static HostProcess? Stopped(FailingUpstream upstream) =>
        Of(upstream).FirstOrDefault(process => process.State == 'T');

    /// <summary>Where the processes of its service listen, whatever else the host's listeners are.</summary>
    public static IReadOnlyList<Listener> OwnListeners(FailingUpstream upstream)
    {
        if (upstream is not { Owner.Sure: true, Unit.MainPid: { } main })
            return [];
        var own = Below(upstream, [main]).Select(process => (int?)process.Pid).Append(main).ToHashSet();
        return [.. (upstream.Listeners?.All ?? []).Where(listener => own.Contains(listener.Pid))];
    }

    /// <summary>The unit that a process belongs to; null when it belongs to none.</summary>
    public static ServiceUnit? UnitOf(FailingUpstream upstream, HostProcess process)
    {
        var units = upstream.BackendHost.Find<ServiceUnits>()?.All ?? [];
        var all = upstream.Processes?.All ?? [];
        var seen = new HashSet<int>();
        for (var next = process; next is not null && seen.Add(next.Pid); )
        {
            if (units.FirstOrDefault(unit => unit.MainPid == next.Pid) is { } unit)
                return unit;
            next = all.FirstOrDefault(parent => parent.Pid == next.Parent);
        }
        return null;
    }

    static IEnumerable<Listener> ListenersOf(FailingUpstream upstream) =>
        upstream is { Listeners: { } listeners, Backend: { } address }
            ? listeners.All.Where(listener => listener.Accepts(address))
            : [];

    static IReadOnlyList<HostProcess> Below(FailingUpstream upstream, IEnumerable<int?> roots)
    {
        var all = upstream.Processes?.All ?? [];
        var wanted = roots.OfType<int>().ToHashSet();
        var children = all.ToLookup(process => process.Parent);
        var waiting = new Queue<int>(wanted);
        while (waiting.TryDequeue(out var pid))
            foreach (var child in children[pid].Where(child => wanted.Add(child.Pid)))
                waiting.Enqueue(child.Pid);
        return [.. all.Where(process => wanted.Contains(process.Pid))];
    }
}
