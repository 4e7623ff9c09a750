using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The upstream's name does not resolve.</summary>
public sealed class DnsFailure : Cause
{
    public override string Id => "dns-failure";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.NotResolved) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = "the name of the upstream does not resolve";
        h.Explanation = "nginx asked its resolver for the upstream's name and got no address.";
        h.Mend(RemedyCatalog.Advice("check resolver and /etc/resolv.conf on this host; a name in a variable needs a resolver statement"));
    }
}
