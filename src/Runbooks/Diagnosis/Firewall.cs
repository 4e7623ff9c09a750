using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Finds the firewall rule between nginx and a back end, on either side that was asked.</summary>
static class Firewall
{
    /// <param name="action">DROP or REJECT.</param>
    /// <returns>The rule with the host it stands on; null when none is known.</returns>
    public static string? Against(Situation s, Failing f, string action)
    {
        if (f.Backend is not { IsUnix: false } to)
            return null;
        // a port that nobody listens on is closed, whatever the rules say
        if (f.Listeners is not null && f.Listener is null)
            return null;
        if (Rule(s.Facts, "OUTPUT", to, action) is { } here)
            return $"{here} on {s.Target}";
        if (!f.HomeAsked)
            return null;
        // what comes in is addressed to the other host's own port, whatever it was called here
        return Rule(f.Home, "INPUT", to, action) is { } there ? $"{there} on {f.FarHost ?? s.Target}" : null;
    }

    /// <summary>What to do about it: it may well be meant.</summary>
    public static string Advice(string rule) =>
        "ask who set this rule and why; if it was not meant for this, let exactly this connection pass before "
        + $"it: {rule}";

    static string? Rule(Probes.FactSheet facts, string chain, Probes.Nginx.BackendAddress to, string action) =>
        facts.Find<NetworkPaths>()?.RuleAgainst(chain, to) is { } rule
        && rule.Contains(action, StringComparison.OrdinalIgnoreCase)
            ? rule
            : null;
}
