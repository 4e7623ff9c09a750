using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Connecting times out: packets are dropped, or the host is dead.</summary>
public sealed class ConnectTimeout : Cause
{
    public override string Id => "connect-timeout";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.ConnectTimeout) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = $"no answer from {f.Where} while connecting";
        h.Explanation = $"Packets to {f.Where} get no answer at all: a firewall drops them, the host is down, or its accept queue is full.";
        h.Mend(RemedyCatalog.Advice("try the port from this host; ask whether a security group or firewall changed"));
    }
}
