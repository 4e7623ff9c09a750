using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No route, or a firewall rejects.</summary>
public sealed class NetworkUnreachable : Cause
{
    public override string Id => "network-unreachable";

    public override string Family => CauseFamily.Network;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.Unreachable),
            Rule.For(Points.Named, "upstream.connect", NetworkSaysUnreachable),
            Rule.Logged(Points.Named, RejectedByTheNetwork)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.FirewallRule, "network.path", upstream => upstream.RejectRule),
        Rule.For(Points.FirewallRule, "network.path", ProhibitingRoute),
        Rule.For(Points.Hinted, "network.path", NoRoute),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        var reason =
            upstream.RejectRule
            ?? ProhibitingRoute(upstream)
            ?? "no route, no such host on its network, or a firewall that rejects";
        return new(
            $"{upstream} cannot be reached",
            $"The network refuses packets to {upstream}: {reason}."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                upstream.RejectRule is { } rule
                    ? Firewall.Advice(rule)
                    : "check route and firewall from this host to the address; a container or machine that moved keeps "
                        + "its name, not its address"
            ),
        ];

    static string? NetworkSaysUnreachable(FailingUpstream upstream) =>
        upstream.Answer?.Errno is 113 or 101
            ? $"the network answers that {upstream} cannot be reached (errno {upstream.Answer.Errno})"
            : null;

    /// <summary>A rejecting firewall looks like a closed port.</summary>
    static ErrorGroup? RejectedByTheNetwork(FailingUpstream upstream) =>
        upstream.RejectRule is null && ProhibitingRoute(upstream) is null
            ? null
            : upstream.Find(ErrorKind.Refused, ErrorKind.Denied);

    static NetworkPath? PathTo(FailingUpstream upstream) =>
        upstream.Backend is { } backend
            ? upstream.Context.Facts.Find<NetworkPaths>()?.Of(backend.Host)
            : null;

    /// <summary>ip route get: "prohibit 10.0.0.9", or "RTNETLINK answers: Network is unreachable".</summary>
    static string? ProhibitingRoute(FailingUpstream upstream) =>
        upstream.Backend is { IsUnix: false }
        && PathTo(upstream)?.Route is { } route
        && (route.Contains("prohibit") || route.StartsWith("RTNETLINK answers"))
            ? route
            : null;

    static string? NoRoute(FailingUpstream upstream) =>
        PathTo(upstream) is { Route.Length: 0 }
            ? $"this host has no route to {upstream.Backend!.Host}"
            : null;
}
