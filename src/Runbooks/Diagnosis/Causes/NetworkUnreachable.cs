using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No route, or a firewall rejects.</summary>
public sealed class NetworkUnreachable : Cause
{
    public override string Id => "network-unreachable";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var rule = Firewall.Against(s, f, "REJECT");
        var prohibited =
            f.Backend is { IsUnix: false } b
            && s.Facts.Find<NetworkPaths>()?.Of(b.Host)?.Route is { } route
            && (route.Contains("prohibit") || route.StartsWith("RTNETLINK answers"))
                ? route
                : null;
        if (f.Of(Signal.Unreachable) is { } lines)
            h.For(Weight.Decisive, lines);
        else if (f.Answer?.Errno is 113 or 101)
            h.For(
                Weight.Named,
                "upstream.connect",
                $"the network answers that {f.Where} cannot be reached (errno {f.Answer.Errno})"
            );
        else if (f.Of(Signal.Refused, Signal.Denied) is { } refused && (rule is not null || prohibited is not null))
            h.For(Weight.Named, refused); // a rejecting firewall looks like a closed port
        else
            return;
        if (rule is not null)
            h.For(Weight.RuleInTheWay, "network.path", rule);
        if (prohibited is not null)
            h.For(Weight.RuleInTheWay, "network.path", prohibited);
        if (f.Backend is { } a && s.Facts.Find<NetworkPaths>()?.Of(a.Host) is { Route.Length: 0 })
            h.For(Weight.Hinted, "network.path", $"this host has no route to {a.Host}");
        if (f.Of(Signal.Unreachable) is { Sample.Errno: 113 } && ContainerNetwork.IsContainer(s, f))
            h.Against(Weight.Rivalled, "the address is one that container engines give out");
        if (StaleName.Of(s, f) is { } stale)
            h.Against(Weight.BetterExplained, stale);

        h.Title = $"{f.Where} cannot be reached";
        h.Explanation =
            $"The network refuses the way to {f.Where}: "
            + $"{rule ?? prohibited ?? "no route, no such host on its network, or a firewall that rejects"}.";
        h.Mend(
            RemedyCatalog.Advice(
                rule is not null
                    ? Firewall.Advice(rule)
                    : "check route and firewall from this host to the address; a container or machine that moved "
                        + "keeps its name, not its address"
            )
        );
    }
}
