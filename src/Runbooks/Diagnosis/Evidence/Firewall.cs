using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Finds the firewall rule between nginx and a back end, on either side that was asked.</summary>
static class Firewall
{
    /// <param name="action">DROP or REJECT.</param>
    /// <returns>The rule with its host; null when none is known.</returns>
    public static string? FindRule(FailingUpstream upstream, string action)
    {
        if (upstream.Backend is not { IsUnix: false } to)
            return null;
        // a port that nobody listens on is closed, whatever the rules say
        if (upstream.NobodyListens)
            return null;
        var nginxHost = upstream.Context.Target;
        if (RuleAgainst(upstream.Context.Facts, "OUTPUT", to, action) is { } outgoing)
            return $"{outgoing} on {nginxHost}";
        if (!upstream.BackendHostProbed)
            return null;
        // what comes in is addressed to the remote host's own port, whatever it was called here
        var ours = upstream.Context.Facts.Find<HostIdentity>()?.Addresses ?? [];
        return RuleAgainst(upstream.BackendHost, "INPUT", to, action, ours) is { } incoming
            ? $"{incoming} on {upstream.RemoteHost ?? nginxHost}"
            : null;
    }

    /// <summary>What to do about it: the rule may be intended.</summary>
    public static string Advice(string rule) =>
        "ask who added this rule and why; if it was not meant to block this connection, allow exactly this "
        + $"connection before it: {rule}";

    static string? RuleAgainst(
        FactSheet facts,
        string chain,
        BackendAddress to,
        string action,
        IReadOnlyList<string>? from = null
    ) =>
        facts.Find<NetworkPaths>()?.RuleAgainst(chain, to, from) is { } rule
        && rule.Contains(action, StringComparison.OrdinalIgnoreCase)
            ? rule
            : null;
}
