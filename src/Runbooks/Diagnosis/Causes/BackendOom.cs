using System.Text.RegularExpressions;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Killed for memory by the kernel or its control group, or the runtime's own heap is used up.</summary>
public sealed partial class BackendOom : Cause
{
    public override string Id => "backend-oom";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var death = Deaths.Of(s, f);
        if (death?.Kill is { } kill)
        {
            h.For(Weight.KilledForMemory, "kernel.events", kill.Line, null, kill.Time);
            h.For(Weight.Hinted, "services.units", death.Text, null, death.At);
        }
        else if (f.Unit?.Result == "oom-kill")
            h.For(
                Weight.KilledForMemory,
                "services.units",
                $"{f.Unit.Name} was killed by the OOM killer",
                null,
                f.Unit.ExitedAt
            );
        foreach (var (probe, text) in Heap(s, f).Take(2))
            h.For(Weight.KilledForMemory, probe, text);
        if (f.Of(Signal.NoMemory) is { } none)
            h.For(Weight.KilledForMemory, none);
        if (
            (!s.Live || f.Home.Find<KernelEvents>() is not { Kills.Count: 0 })
            && f.Protocol == "fastcgi"
            && f.Has(Signal.Reset, Signal.PrematureClose)
            && s.PhpLog(f).LastOrDefault(l => l.Message.Contains("SIGKILL")) is { } shot
        )
            h.For(Weight.KilledBySomebody, "php.fpm", shot.Message);
        if (h.Score <= 0)
            return;

        if (f.Of(Signal.PrematureClose, Signal.Reset, Signal.Refused) is { } lines)
            h.For(Weight.Hinted, lines);
        var limited = death?.Kill is { CgroupLimit: true } || f.Unit?.MemoryMax is not null;
        h.Title = $"{f.Owner?.Service ?? "the back end"} ran out of memory";
        h.Explanation =
            $"{(death?.Kill is { } k ? $"The kernel killed {k.Name} because {(limited ? "its memory limit" : "the memory of the host")} was used up" : "Memory ran out for the back end")}; "
            + ""
            + $"requests to {f.Where} fail until it is back.";
        h.Mend(
            f.Unit?.IsRunning == true ? "service.restart" : "service.start",
            "brings it back; it will happen again until it needs less or is given more"
        );
        h.MendBackend(Larger(s, f, death));
        if (
            f.Home.Find<PhpFpm>()?.Of(f.Backend) is { } pool
            && pool.Settings.GetValueOrDefault("pm.max_requests", "0") == "0"
        )
            h.MendPool(
                pool,
                "children are made anew after 500 requests, so that a leak cannot grow for ever",
                "pm.max_requests = 500"
            );
        h.Mend(
            RemedyCatalog.Advice(
                limited
                    ? "raise the limit of its control group (MemoryMax=) only after looking for the leak: the "
                        + "limit protects its neighbours"
                    : "give the host more memory or swap, or lower the number of workers; swap costs latency"
            )
        );
    }

    /// <summary>True when the runtime itself says that memory ran out.</summary>
    public static bool SaysItself(Situation s, Failing f) => Heap(s, f).Any();

    /// <summary>Twice the heap, or twice the control group's limit, when the host has that much free.</summary>
    static Remedy? Larger(Situation s, Failing f, Death? death)
    {
        if (f.Owner is not { Sure: true, Unit: { Manager: "systemd" } unit } || f.Home.Find<Memory>() is not { } memory)
            return null;
        var killed = death?.Kill is not null || unit.Result == "oom-kill";
        // a heap that was too large for its control group is not made larger
        if (
            !killed
            && SaysItself(s, f)
            && f.Home.Find<JavaServers>()?.Heaps.LastOrDefault(h => h.Service == unit.Name) is { } heap
            && ByteSize.Of(heap.Option[4..]) is { } size
            && size / 1024 < memory.AvailableKb
            && (unit.MemoryMax is null || size * 3 < unit.MemoryMax)
        )
            return JavaHeap.Remedy(
                unit.Name,
                heap.File,
                heap.Option,
                $"-Xmx{size / 524288}m",
                "room for twice the objects; a leak fills it again, later"
            );
        return killed && unit.MemoryMax is { } limit && limit / 512 < memory.AvailableKb
            ? UnitSetting.Remedy(
                unit.Name,
                "room for twice the memory; a leak fills it again, and its neighbours lose that much",
                $"MemoryMax={limit / 1048576 * 2}M"
            )
            : null;
    }

    /// <summary>
    /// The runtime's own last word, close to the failures. A page of PHP that hits memory_limit is answered with 500:
    /// it is no cause here.
    /// </summary>
    static IEnumerable<(string Probe, string Text)> Heap(Situation s, Failing f)
    {
        foreach (
            var entry in s.JournalOf(f)
                .Where(e =>
                    HeapDeath().IsMatch(e.Message)
                    && (
                        e.Time is null
                        || f.LastAt is null
                        || (f.LastAt.Value - e.Time.Value).Duration() < TimeSpan.FromMinutes(2)
                            && f.Unit is not { Active: "inactive", Result: "success" }
                    )
                )
        )
            yield return ("services.journal", entry.Message.Split('\n')[0]);
        if (f.Tomcat?.Log.LastOrDefault(l => HeapDeath().IsMatch(l)) is { } catalina)
            yield return ("java.servers", catalina);
        if (f.Has(Signal.Reset, Signal.PrematureClose, Signal.Refused))
            foreach (var line in s.PastedAppLog.Where(l => HeapDeath().IsMatch(l)))
                yield return ("app.log", line);
    }

    // FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory   |   Exception in thread
    // "main" java.lang.OutOfMemoryError: Java heap space   |   MemoryError
    [GeneratedRegex(
        @"JavaScript heap out of memory|java\.lang\.OutOfMemoryError|^MemoryError\b|\bOOM-killed\b|^fatal error: runtime: out of memory"
    )]
    private static partial Regex HeapDeath();
}
