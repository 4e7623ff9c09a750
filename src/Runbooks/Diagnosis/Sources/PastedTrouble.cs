using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>
/// Pasted evidence without an error line of nginx: what an application, a container engine, the kernel or Kubernetes
/// says is enough for a diagnosis.
/// </summary>
sealed class PastedTrouble : FailureSource
{
    public override IEnumerable<FailingUpstream> FindIn(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> known
    )
    {
        if (context.IsLive || known.Count > 0 || !TellsSomething(context))
            return [];
        return [UpstreamReader.Read(context, new(OnlyConfigured(context), null, [], [], null))];
    }

    static bool TellsSomething(DiagnosisContext context) =>
        context.Facts.Find<Remarks>() is { All.Count: > 0 }
        || context.Facts.Find<KernelEvents>() is { } kernel && HoldsTrouble(kernel)
        || context.Facts.Find<ServiceUnits>()?.All.Any(unit => !unit.IsRunning) == true
        || context.Facts.Find<Containers>()?.All.Any(container => !container.IsRunning) == true
        || context.Facts.Find<Disks>()?.All.Any(disk => disk.IsFull) == true
        || HasMissingSocket(context)
        || HasOverflow(context);

    static bool HoldsTrouble(KernelEvents kernel) =>
        kernel.Kills.Count + kernel.Faults.Count + kernel.Denials.Count > 0;

    static bool HasMissingSocket(DiagnosisContext context) =>
        OnlyConfigured(context) is { IsUnix: true } && context.Facts.Raw.ContainsKey("ls");

    static bool HasOverflow(DiagnosisContext context) =>
        context
            .Facts.Find<Probes.Network.Listeners>()
            ?.All.Any(one => one is { Queue: > 0 } && one.Queue >= one.Backlog) == true;

    /// <summary>Where the configuration leads, when it leads to one place.</summary>
    static BackendAddress? OnlyConfigured(DiagnosisContext context)
    {
        var all = context.Configuration?.PassedTo.ToList() ?? [];
        return all is [var only] ? only : null;
    }
}
