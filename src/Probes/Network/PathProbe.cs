using System.Text.RegularExpressions;
using ChatOps502.Probes.Bundle;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

/// <summary>The way to one remote back end.</summary>
/// <param name="Route">As <c>ip route get</c> says it; empty when there is none.</param>
/// <param name="Neighbour">State of the neighbour table, such as REACHABLE or FAILED; empty when it is not a neighbour or was never asked.</param>
public sealed record NetworkPath(string Address, string Route, string Neighbour);

/// <param name="Rules">Firewall rules of this host that drop or reject, as iptables or nft print them.</param>
public sealed partial record NetworkPaths(IReadOnlyList<NetworkPath> All, IReadOnlyList<string> Rules)
{
    public NetworkPath? Of(string address) => All.FirstOrDefault(p => p.Address == address);

    /// <summary>A rule of this host that keeps it from reaching the address, or others from reaching it here.</summary>
    /// <param name="chain">OUTPUT or INPUT.</param>
    /// <param name="to">Where the packets go.</param>
    public string? RuleAgainst(string chain, BackendAddress to) => Rules.FirstOrDefault(r => r.Contains(chain, StringComparison.OrdinalIgnoreCase) && Fits(r, to));

    static bool Fits(string rule, BackendAddress to)
    {
        var (port, address) = (Port().Match(rule), Destination().Match(rule));
        return (port.Success || address.Success) && (!port.Success || port.Groups[1].Value.Split(',').Contains(to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))) && (!address.Success || address.Groups[1].Value == to.Host);
    }

    // --dport 3000   |   tcp dport 3000
    [GeneratedRegex(@"(?:--dports? |dport \{? ?)([\d,]+)")]
    private static partial Regex Port();

    // -d 10.0.0.5/32   |   ip daddr 10.0.0.5
    [GeneratedRegex(@"(?:-d |daddr )([\da-f.:]+)")]
    private static partial Regex Destination();
}

public sealed class PathProbe : Probe<NetworkPaths>
{
    public override string Name => "network.path";

    public override string Title => "routes to remote back ends, and firewall rules that drop or reject";

    public override string Script => """
        peers | cut -f 2 | sed 's/:[0-9]*$//' | grep -E '^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$' | grep -v '^127\.' | sort -u | head -n 16 | while read -r a; do
          printf '@path %s\t%s\t%s\n' "$a" "$(have ip && ip route get "$a" 2>&1 | head -n 1)" "$(ip neigh show to "$a" 2>/dev/null | awk '{ print $NF; exit }')"
        done
        { as_root iptables -S 2>/dev/null | grep -E -- '-j (DROP|REJECT)' || as_root nft list ruleset 2>/dev/null | awk '$1 == "chain" { c = toupper($2) } / (drop|reject)/ { print c, $0 }'; } | head -n 60 | sed 's/^/@rule /'
        """;

    protected override NetworkPaths Parse(Section section, FactSheet known) => new(
        [.. section.Lines.Where(l => l.StartsWith("@path ", StringComparison.Ordinal)).Select(l => l[6..].Split('\t')).Where(p => p.Length == 3).Select(p => new NetworkPath(p[0], p[1].Trim(), p[2]))],
        [.. section.Lines.Where(l => l.StartsWith("@rule ", StringComparison.Ordinal)).Select(l => l[6..].Trim())]);
}
