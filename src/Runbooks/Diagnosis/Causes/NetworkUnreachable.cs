using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No route, or a firewall rejects.</summary>
public sealed class NetworkUnreachable : Cause
{
    public override string Id => "network-unreachable";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.Unreachable) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = $"{f.Where} cannot be reached";
        h.Explanation = $"The network answers that {f.Where} cannot be reached: no route, or a firewall that rejects.";
        h.Mend(RemedyCatalog.Advice("check route and firewall from this host to the address; a container that moved keeps its name, not its address"));
    }
}
