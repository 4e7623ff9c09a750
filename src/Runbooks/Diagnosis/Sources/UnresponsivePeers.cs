using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>Configured back ends that do not answer although no request has failed at them yet.</summary>
sealed class UnresponsivePeers : FailureSource
{
    const int MostPeers = 40;

    public override IEnumerable<FailingUpstream> FindIn(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> known
    )
    {
        if (context.Configuration is not { Running: true } configuration)
            return [];
        var ignored = known
            .Select(upstream => upstream.Backend)
            .Concat(MarkedDown(configuration))
            .ToHashSet();
        return (context.Facts.Find<PeerAnswers>()?.All ?? [])
            .Where(answer => !ignored.Contains(answer.Address) && IsDead(context, answer))
            .Take(MostPeers)
            .Select(answer => UpstreamReader.Read(context, Sighting.Idle(answer.Address)));
    }

    /// <summary>Peers that the configuration itself takes out of service.</summary>
    static IEnumerable<BackendAddress> MarkedDown(NginxConfiguration configuration) =>
        configuration
            .Groups.SelectMany(group => group.Peers)
            .Where(peer => peer.Down)
            .Select(peer => peer.Address);

    /// <summary>A slow front page alone is no fault.</summary>
    static bool IsDead(DiagnosisContext context, PeerAnswer answer) =>
        answer is { Tried: true, Connected: false } || answer.Silent && IsFrozen(context, answer.Address);

    static bool IsFrozen(DiagnosisContext context, BackendAddress address) =>
        context.Facts.Find<Listeners>()?.Of(address)?.Pid is { } pid
        && context.Facts.Find<Processes>()?.IsStopped(pid) == true;
}
