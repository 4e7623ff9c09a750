using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Connecting times out: packets are dropped, or the host is dead.</summary>
public sealed class ConnectTimeout : Cause
{
    public override string Id => "connect-timeout";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.ConnectTimeout) is { } lines)
            h.For(Weight.Decisive, lines);
        else if (f is { Answer: { Errno: 110, Phase: "connect" }, Backend.IsUnix: false })
            h.For(Weight.Named, "upstream.connect", $"no answer from {f.Where} within {f.Answer.Ms} ms");
        else
            return;
        var paths = s.Facts.Find<NetworkPaths>();
        var rule = Firewall.Against(s, f, "DROP");
        var dead = f.Backend is { } b && paths?.Of(b.Host) is { Neighbour: "FAILED" or "INCOMPLETE" };
        if (rule is not null)
            h.For(Weight.RuleInTheWay, "network.path", rule);
        if (dead)
            h.For(
                Weight.HostSilent,
                "network.path",
                $"{f.Backend!.Host} does not even answer on its own network: the host is down, or another took "
                    + "its address"
            );
        if (s.Facts.Outcomes.FirstOrDefault(o => !o.Ok && o.Probe.StartsWith("host ")) is { } deaf)
            h.For(Weight.HostSilent, deaf.Probe, $"it could not be asked either: {deaf.Error}");
        if (Saturation.Of(s, f) is { Probe: "sockets.listening" } full)
            h.Against(Weight.BetterExplained, full.Text);
        if (f.Answer is { Connected: true })
            h.Against(Weight.AnswersNow, $"{f.Where} takes connections now");

        h.Title = dead ? $"{f.Backend!.Host} is down" : $"no answer from {f.Where} while connecting";
        h.Explanation =
            $"Packets to {f.Where} get no answer at all: "
            + $"{(rule is not null ? $"a firewall drops them ({rule})" : dead ? "no machine answers at that address" : "a firewall drops them, the host is down, or its accept queue is full")}.";
        h.Mend(
            RemedyCatalog.Advice(
                rule is not null
                    ? Firewall.Advice(rule)
                    : "ask whether a security group or firewall between the two hosts changed, and whether the "
                        + "other host is up"
            )
        );
    }
}
