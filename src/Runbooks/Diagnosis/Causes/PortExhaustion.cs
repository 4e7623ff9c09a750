using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No free local port to the upstream.</summary>
public sealed class PortExhaustion : Cause
{
    public override string Id => "port-exhaustion";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.NoLocalPort) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = $"no local port is left towards {f.Where}";
        h.Explanation = $"Every local port towards {f.Where} is taken, most often by closed connections in TIME_WAIT.";
        h.Mend(RemedyCatalog.Advice("use keepalive in the upstream block (with proxy_http_version 1.1 and an empty Connection header), or widen net.ipv4.ip_local_port_range"));
    }
}
