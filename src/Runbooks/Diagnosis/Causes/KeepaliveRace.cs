using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end closes idle keep-alive connections just as nginx reuses them.</summary>
public sealed class KeepaliveRace : Cause
{
    public override string Id => "keepalive-race";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var keeps = s.Configuration?.Groups.FirstOrDefault(g => g.Keepalive > 0 && (f.Backend is null || g.Peers.Any(p => p.Address == f.Backend)));
        if (keeps is null || f.Of(Signal.PrematureClose, Signal.Reset, Signal.BrokenPipe) is not { } lines) return;
        h.For(Weight.Hinted, lines);
        h.For(new(1.2, "connections are kept, so some are reused just as the other side closes them"), "nginx.config", $"upstream {keeps.Name} keeps {keeps.Keepalive} connections open");
        if (Deaths.Of(s, f) is { Ran: true } death) h.Against(Weight.BetterExplained, death.Text);
        h.Title = $"{f.Where} closes kept connections just as nginx reuses them";
        h.Explanation = $"nginx keeps connections to {f.Where}; when the back end's idle time-out is shorter than nginx's, some requests meet a connection that is being closed.";
        h.Mend(RemedyCatalog.Advice("make the back end's keep-alive time-out longer than keepalive_timeout of the upstream block (60s), or lower the latter"));
    }
}
