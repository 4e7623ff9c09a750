using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Fixes;

/// <summary>Room for a service that ran out of memory.</summary>
static class MemoryFixes
{
    const long KbPerMb = 1024;

    const long BytesPerKb = 1024;

    const long BytesPerMb = BytesPerKb * KbPerMb;

    /// <summary>Twice the heap, or twice the control group's limit, when the host has that much free.</summary>
    public static Remedy? Enlarge(FailingUpstream upstream)
    {
        if (upstream is not { Owner: { Sure: true, Unit: { Manager: "systemd" } unit } })
            return null;
        if (upstream.BackendHost.Find<Memory>() is not { } memory)
            return null;
        // a heap that was too large for its control group must not be enlarged
        var wasKilled = upstream.Exit?.Kill is not null || unit.Result == "oom-kill";
        return BackendFixes.OnBackendHost(
            upstream,
            wasKilled ? LargerLimit(unit, memory) : LargerHeap(upstream, unit, memory)
        );
    }

    static Remedy? LargerLimit(ServiceUnit unit, Memory memory)
    {
        if (unit.MemoryMax is not { } limit || limit / (BytesPerKb / 2) >= memory.AvailableKb)
            return null;
        return UnitSetting.Remedy(
            unit.Name,
            "room for twice the memory; a leak fills it again, and its neighbours lose that much",
            $"MemoryMax={limit / BytesPerMb * 2}M"
        );
    }

    static Remedy? LargerHeap(FailingUpstream upstream, ServiceUnit unit, Memory memory)
    {
        if (!MemoryTrouble.HeapExhausted(upstream).Any())
            return null;
        var heaps = upstream.BackendHost.Find<JavaServers>()?.Heaps ?? [];
        if (heaps.LastOrDefault(setting => setting.Service == unit.Name) is not { } heap)
            return null;
        // -Xmx256m
        if (ByteSize.Parse(heap.Option[4..]) is not { } size || !HasRoom(size, unit, memory))
            return null;
        return JavaHeap.Remedy(
            unit.Name,
            heap.File,
            heap.Option,
            $"-Xmx{size / (BytesPerMb / 2)}m",
            "room for twice the objects; a leak fills it again, later"
        );
    }

    static bool HasRoom(long heap, ServiceUnit unit, Memory memory) =>
        heap / BytesPerKb < memory.AvailableKb && (unit.MemoryMax is null || heap * 3 < unit.MemoryMax);

    /// <summary>New PHP children after 500 requests, where they live for ever.</summary>
    public static Remedy? RecyclePhpWorkers(FailingUpstream upstream) =>
        upstream.Pool is { } pool && pool.Settings.GetValueOrDefault("pm.max_requests", "0") == "0"
            ? BackendFixes.SetPool(
                upstream,
                pool,
                "replaces children after 500 requests, so that a leak cannot grow for ever",
                "pm.max_requests = 500"
            )
            : null;
}
