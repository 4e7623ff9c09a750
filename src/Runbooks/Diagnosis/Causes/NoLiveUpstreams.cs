using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>nginx has marked every peer of the group as failed.</summary>
public sealed class NoLiveUpstreams : Cause
{
    public override string Id => "no-live-upstreams";

    public override string Family => "backend-unavailable";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.NoLiveUpstreams) is not { } lines)
            return;
        h.For(Weight.Named, lines);
        if (f.Signals.Count > 1)
            h.Against(Weight.Rivalled, "the other lines say what the peers failed of");
        var group = s.Configuration?.Group(f.Backend?.Host);
        if (
            s.Failing.Any(o =>
                o != f && group?.Peers.Any(p => p.Address == o.Backend) == true && !Recovery.IsOver(s, o)
            )
        )
            h.Against(Weight.BetterExplained, "its peers fail for reasons of their own");
        var limited = group?.Peers.FirstOrDefault(p => p.Statement.Args.Any(a => a.StartsWith("max_conns=")));
        var peers = group?.Peers.Select(p => s.Facts.Find<PeerAnswers>()?.Of(p.Address)).ToList() ?? [];
        var back = peers.Count > 0 && peers.All(a => a is { Connected: true, Silent: false });
        if (back)
            h.For(Weight.Hinted, "upstream.connect", $"all {peers.Count} peers of {group!.Name} take connections now");
        if (limited is not null)
            h.For(
                Weight.Hinted,
                "nginx.config",
                $"{limited.Statement.File}:{limited.Statement.Line}: {string.Join(' ', limited.Statement.Args)}"
            );

        h.Title = $"every peer of {f.Where} is marked down";
        h.Explanation =
            $"nginx has no live peer left for {f.Where}: each failed max_fails times within fail_timeout. Why "
            + "they failed stands in the lines before.";
        if (limited is not null)
            (h.Title, h.Explanation) = (
                $"no peer of {group!.Name} may take another connection",
                $"nginx counts a peer of {group.Name} as unavailable while it has max_conns connections "
                    + $"({string.Join(' ', limited.Statement.Args)}): slow requests use them up."
            );
        else if (back)
            h.Mend(NginxReload.Remedy(s, "forgets which peers had failed; they answer now"));
        h.Mend(
            RemedyCatalog.Advice(
                limited is not null
                    ? "raise max_conns, or let requests wait with queue; better, find what makes them slow"
                    : "look at what the peers failed of first; with a single server max_fails=0 keeps nginx trying"
            )
        );
    }
}
