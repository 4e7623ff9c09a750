using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Processes of a service that died: workers that its master lost, and what the kernel saw.</summary>
static class ProcessFaults
{
    const int Most = 3;

    static readonly string[] FatalSignals = ["SIGSEGV", "SIGBUS", "SIGABRT"];

    public static IEnumerable<EvidenceItem> Find(FailingUpstream upstream) =>
        PhpCrashes(upstream)
            .Concat(PhpKills(upstream))
            .Concat(LostWorkers(upstream))
            .Concat(KernelFaults(upstream))
            .Take(Most);

    static IEnumerable<EvidenceItem> PhpCrashes(FailingUpstream upstream) =>
        OfPhp(upstream, line => FatalSignals.Any(signal => line.Message.Contains(signal))).Take(Most);

    /// <summary>Killed by hand or by a time limit: the kernel killed nothing for memory.</summary>
    static IEnumerable<EvidenceItem> PhpKills(FailingUpstream upstream) =>
        upstream.Context.IsLive && upstream.BackendHost.Find<KernelEvents>() is { Kills.Count: 0 }
            ? OfPhp(upstream, line => line.Message.Contains("SIGKILL")).Take(2)
            : [];

    static IEnumerable<EvidenceItem> OfPhp(FailingUpstream upstream, Func<PhpLogLine, bool> wanted) =>
        upstream.Protocol == "fastcgi"
            ? upstream.PhpLog.Where(wanted).Select(line => new EvidenceItem("php.fpm", line.Message))
            : [];

    /// <summary>Workers that died by themselves, and were not killed by their master for taking too long.</summary>
    static IEnumerable<EvidenceItem> LostWorkers(FailingUpstream upstream)
    {
        var dead = ServiceLogExcerpt.DeadWorkers(upstream).ToList();
        if (dead.Count > 0 && !ServiceLogExcerpt.WorkerTimeouts(upstream).Any())
            yield return new("services.journal", dead[^1], dead.Count);
    }

    static IEnumerable<EvidenceItem> KernelFaults(FailingUpstream upstream)
    {
        var from = upstream.Context.Now - upstream.Context.Since;
        return (upstream.BackendHost.Find<KernelEvents>()?.Faults ?? [])
            .Where(fault => fault.Time >= from && IsOfService(upstream, fault))
            .Select(fault => new EvidenceItem("kernel.events", fault.Line, At: fault.Time));
    }

    static bool IsOfService(FailingUpstream upstream, ProcessFault fault) =>
        upstream.Unit?.Command.Contains(fault.Name) == true
        || upstream.Owner?.Service.Contains(fault.Name.Split(':')[0]) == true;
}
