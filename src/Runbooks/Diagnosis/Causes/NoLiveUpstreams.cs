using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>nginx has marked every peer of the group as failed.</summary>
public sealed class NoLiveUpstreams : Cause
{
    public override string Id => "no-live-upstreams";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.Logged(Points.Named, ErrorKind.NoLiveUpstreams)];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.Against(Points.RivalFits, OtherLinesSayWhy),
        Rule.Against(Points.BetterExplained, PeersFailThemselves),
        Rule.For(Points.Hinted, "upstream.connect", PeersAreBack),
        Rule.For(Points.Hinted, "nginx.config", LimitsConnections),
        Rule.For(Points.ServiceStopped, "nginx.config", EveryPeerIsTakenOut),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        if (LimitedPeer(upstream) is { } peer)
            return new(
                $"no peer of {Group(upstream)!.Name} may take another connection",
                $"nginx treats a peer of {Group(upstream)!.Name} as unavailable while it has max_conns connections "
                    + $"({Arguments(peer)}): slow requests use them up."
            );
        if (EveryPeerIsTakenOut(upstream) is { } down)
            return new($"every server of {upstream} carries down", $"{down}: nginx sends them nothing.");
        return new(
            $"every peer of {upstream} is marked down",
            $"nginx has no live peer left for {upstream}: each failed max_fails times within fail_timeout. The lines "
                + "before say why they failed."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (EveryPeerIsTakenOut(upstream) is not null)
        {
            yield return Remedy.Advice(
                $"remove down from a server of upstream {Group(upstream)!.Name} ({Group(upstream)!.Block.File}), then "
                    + "reload nginx; a reload alone changes nothing"
            );
            yield break;
        }
        if (LimitedPeer(upstream) is not null)
        {
            yield return Remedy.Advice(
                "raise max_conns, or let requests wait with queue; better, find what makes them slow"
            );
            yield break;
        }
        if (PeersAreBack(upstream) is not null)
            yield return NginxFixes.Reload(upstream, "forgets which peers had failed; they answer now");
        yield return Remedy.Advice(
            "look at why the peers failed first; with a single server max_fails=0 keeps nginx trying"
        );
    }

    static UpstreamGroup? Group(FailingUpstream upstream) =>
        upstream.Context.Configuration?.Group(upstream.Backend?.Host);

    static string? OtherLinesSayWhy(FailingUpstream upstream) =>
        upstream.Errors.Count > 1 ? "the other lines say why the peers failed" : null;

    static string? PeersFailThemselves(FailingUpstream upstream)
    {
        if (EveryPeerIsTakenOut(upstream) is not null)
            return null;
        var peers = Group(upstream)?.Peers ?? [];
        var others = upstream.Context.Failing.Where(other =>
            other != upstream && peers.Any(peer => peer.Address == other.Backend)
        );
        return others.Any(other => !Recovery.IsOver(other))
            ? "its peers fail for reasons of their own"
            : null;
    }

    /// <summary>Somebody took them out by hand: that is no failure that nginx counts.</summary>
    static string? EveryPeerIsTakenOut(FailingUpstream upstream) =>
        Group(upstream) is { Peers.Count: > 0 } group && group.Peers.All(peer => peer.Down)
            ? $"every server of upstream {group.Name} has the parameter down "
                + $"({group.Block.File}:{group.Block.Line})"
            : null;

    static string? PeersAreBack(FailingUpstream upstream)
    {
        if (Group(upstream) is not { Peers.Count: > 0 } group)
            return null;
        var answers = group.Peers.Select(peer =>
            upstream.Context.Facts.Find<PeerAnswers>()?.Of(peer.Address)
        );
        return answers.All(answer => answer is { Connected: true, Silent: false })
            ? $"all {group.Peers.Count} peers of {group.Name} take connections now"
            : null;
    }

    static string? LimitsConnections(FailingUpstream upstream) =>
        LimitedPeer(upstream) is { } peer
            ? $"{peer.Statement.File}:{peer.Statement.Line}: {Arguments(peer)}"
            : null;

    static Peer? LimitedPeer(FailingUpstream upstream) =>
        Group(upstream)
            ?.Peers.FirstOrDefault(peer => peer.Statement.Args.Any(a => a.StartsWith("max_conns=")));

    static string Arguments(Peer peer) => string.Join(' ', peer.Statement.Args);
}
