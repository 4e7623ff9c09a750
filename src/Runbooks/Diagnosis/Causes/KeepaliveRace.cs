using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end closes idle keep-alive connections just as nginx reuses them.</summary>
public sealed class KeepaliveRace : Cause
{
    public override string Id => "keepalive-race";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var keeps = s.Configuration?.Groups.FirstOrDefault(g =>
            g.Keepalive > 0 && (f.Backend is null || g.Peers.Any(p => p.Address == f.Backend))
        );
        if (
            keeps is null
            && f.Of(Signal.PrematureClose) is { } reading
            && s.Configuration?.Everything.Any(d =>
                d.Name == "proxy_set_header"
                && d.Arg(0) == "Connection"
                && d.Arg(1).Equals("upgrade", StringComparison.OrdinalIgnoreCase)
            ) == true
        )
        {
            h.For(Weight.MayBeTimeout, reading);
            h.For(
                Weight.MayBeTimeout,
                "nginx.config",
                "every request is sent with Connection: upgrade, so the back end may close it as one"
            );
            h.Title = "connections are marked as upgrades that are none";
            h.Explanation =
                "proxy_set_header Connection upgrade holds for plain requests, too: back ends close such "
                + "connections in ways nginx does not expect.";
            h.Mend(
                RemedyCatalog.Advice(
                    "send Connection: upgrade only with an Upgrade header (a map of $http_upgrade), in the "
                        + "location of the websocket"
                )
            );
            return;
        }
        if (keeps is null || f.Of(Signal.PrematureClose, Signal.Reset, Signal.BrokenPipe) is not { } lines)
            return;
        h.For(Weight.Hinted, lines);
        h.For(
            Weight.KeepsConnections,
            "nginx.config",
            $"upstream {keeps.Name} keeps {keeps.Keepalive} connections open"
        );
        var unrepeatable = f.Lines.Count(l => l.Request?.Split(' ')[0] is "POST" or "PATCH" or "LOCK");
        var quiet =
            s.Live && f.Answer is { HttpStatus: not null } && Deaths.Of(s, f) is null && LastWords.Of(s, f) is null;
        if (quiet && unrepeatable == f.Count && f.Count > 1)
            h.For(
                Weight.OnlyUnrepeatable,
                "nginx.error-log",
                $"all {f.Count} failing requests are POSTs, and {f.Where} answers {f.Answer!.HttpStatus} otherwise"
            );
        if (Deaths.Of(s, f) is { Ran: true } death)
            h.Against(Weight.BetterExplained, death.Text);

        h.Title = $"{f.Where} closes kept connections just as nginx reuses them";
        h.Explanation =
            $"nginx keeps connections to {f.Where}; when the back end's idle time-out is shorter than nginx's, "
            + "some requests meet a connection that is being closed.";
        h.Mend(
            NginxMends.InGroup(
                s,
                keeps,
                "nginx gives up idle connections before common back ends do (Node.js after 5 s, gunicorn after "
                    + "2 s); a few more connections are opened",
                "keepalive_timeout 1s"
            )
        );
        h.Mend(
            RemedyCatalog.Advice(
                "better: make the back end's keep-alive time-out longer than keepalive_timeout of the upstream "
                    + "block (60s)"
            )
        );
    }
}
