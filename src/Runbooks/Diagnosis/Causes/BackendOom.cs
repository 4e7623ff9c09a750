using ChatOps502.Probes.Applications;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Killed for memory by the kernel or its control group, or the runtime's own heap is used up.</summary>
public sealed class BackendOom : Cause
{
    public override string Id => "backend-oom";

    public override string Family => CauseFamily.ResourceExhaustion;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.For(Points.KilledForMemory, KilledByKernel),
            Rule.For(Points.KilledForMemory, OomKilledUnit)
        ),
        Rule.ForEach(Points.KilledForMemory, upstream => MemoryTrouble.HeapExhausted(upstream).Take(2)),
        Rule.Logged(Points.KilledForMemory, ErrorKind.NoMemory),
        Rule.FirstOf(
            Rule.For(Points.KilledBySignal9, "php.fpm", PhpKilledBySignal9),
            Rule.Said(Points.KilledBySignal9, RemarkKind.WorkerKilled)
        ),
        Rule.FirstOf(
                Rule.For(Points.KilledForMemory, PastedKill),
                Rule.Said(Points.KilledForMemory, RemarkKind.OutOfMemory)
            )
            .When(upstream => upstream.MayDropConnections),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.Hinted, EndedWithTheKill),
        Rule.Logged(Points.Hinted, ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.Refused),
    ];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"{upstream.ServiceOr("the back end")} ran out of memory",
            $"{WhatHappened(upstream)}; requests to {upstream} fail until it is back."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        yield return BackendFixes.BringBack(
            upstream,
            "brings it back; it will happen again until it needs less memory or is given more"
        );
        yield return MemoryFixes.Enlarge(upstream);
        yield return MemoryFixes.RecyclePhpWorkers(upstream);
        yield return Remedy.Advice(
            IsLimited(upstream)
                ? "raise the limit of its control group (MemoryMax=) only after looking for the leak: the limit "
                    + "protects its neighbours"
                : "give the host more memory or swap, or lower the number of workers; swap costs latency"
        );
    }

    /// <summary>Pasted lines of the kernel name the process; whose it is nobody can ask.</summary>
    static EvidenceItem? PastedKill(FailingUpstream upstream)
    {
        if (upstream.Context.IsLive || upstream.Exit?.Kill is not null)
            return null;
        var kills = upstream.Context.Facts.Find<KernelEvents>()?.Kills ?? [];
        var kill = kills.LastOrDefault(kill => kill.Name != "nginx");
        return kill is null ? null : new("kernel.events", kill.Line, At: kill.Time);
    }

    static string WhatHappened(FailingUpstream upstream)
    {
        if (PastedKill(upstream) is not null)
            return "The kernel killed a process of this machine because memory was used up";
        if (upstream.Said(RemarkKind.OutOfMemory, RemarkKind.WorkerKilled) is { } said)
            return $"It was killed, or stopped, for want of memory by what was pasted: {said.Text.TrimEnd('.')}";
        if (upstream.Exit?.Kill is not { } kill)
            return "The back end ran out of memory";
        var what = IsLimited(upstream) ? "its memory limit" : "the memory of the host";
        return $"The kernel killed {kill.Name} because {what} was used up";
    }

    /// <summary>By its control group, rather than by the size of the host.</summary>
    static bool IsLimited(FailingUpstream upstream) =>
        upstream.Exit?.Kill is { CgroupLimit: true } || upstream.Unit?.MemoryMax is not null;

    static EvidenceItem? KilledByKernel(FailingUpstream upstream) =>
        upstream.Exit?.Kill is { } kill ? new("kernel.events", kill.Line, At: kill.Time) : null;

    static EvidenceItem? EndedWithTheKill(FailingUpstream upstream) =>
        upstream.Exit is { Kill: not null } exit ? new("services.units", exit.Text, At: exit.At) : null;

    static EvidenceItem? OomKilledUnit(FailingUpstream upstream) =>
        upstream.Unit is { Result: "oom-kill" } unit
            ? new("services.units", $"{unit.Name} was killed by the OOM killer", At: unit.ExitedAt)
            : null;

    /// <summary>Signal 9 for a PHP worker, where nobody can say that it was not the kernel.</summary>
    static string? PhpKilledBySignal9(FailingUpstream upstream)
    {
        var nothingWasKilled =
            upstream.Context.IsLive && upstream.BackendHost.Find<KernelEvents>() is { Kills.Count: 0 };
        if (nothingWasKilled || upstream.Protocol != "fastcgi")
            return null;
        return upstream.Has(ErrorKind.Reset, ErrorKind.PrematureClose)
            ? upstream.PhpLog.LastOrDefault(line => line.Message.Contains("SIGKILL"))?.Message
            : null;
    }
}
