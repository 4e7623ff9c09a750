using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Finds the firewall rule between nginx and a back end, on either side that was asked.</summary>
static class Firewall
{
    /// <param name="action">DROP or REJECT.</param>
    /// <returns>The rule with the host it stands on; null when none is known.</returns>
    public static string? Against(Situation s, Failing f, string action)
    {
        if (f.Backend is not { IsUnix: false } to) return null;
        var here = Rules(s.Facts, action).FirstOrDefault(r => r.RuleAgainst("OUTPUT", to) is not null)?.RuleAgainst("OUTPUT", to);
        if (here is not null) return $"{here} on {s.Target}";
        if (!f.HomeAsked) return null;
        // what comes in is addressed to the other host's own port, whatever it was called here
        var there = Rules(f.Home, action).Select(r => r.RuleAgainst("INPUT", to)).FirstOrDefault(r => r is not null);
        return there is null ? null : $"{there} on {f.FarHost ?? s.Target}";
    }

    static IEnumerable<NetworkPaths> Rules(Probes.Bundle.FactSheet facts, string action) =>
        facts.Find<NetworkPaths>() is { } p ? [p with { Rules = [.. p.Rules.Where(r => r.Contains(action, StringComparison.OrdinalIgnoreCase))] }] : [];
}
