using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>The way to one remote back end.</summary>
/// <param name="Route">As <c>ip route get</c> says it; empty when there is none.</param>
/// <param name="Neighbour">State of the neighbour table, such as REACHABLE or FAILED; empty when it is not a neighbour
/// or was never asked.</param>
public sealed record NetworkPath(string Address, string Route, string Neighbour);

/// <param name="Rules">Firewall rules of this host that drop, reject or accept, in their order, as iptables or nft
/// print them.</param>
public sealed partial record NetworkPaths(IReadOnlyList<NetworkPath> All, IReadOnlyList<string> Rules)
{
    public NetworkPath? Of(string address) => All.FirstOrDefault(p => p.Address == address);

    /// <summary>
    /// The rule of this host that stops packets to the address. Where an earlier rule may let them pass, or one asks
    /// for more than the destination, nobody can tell: null.
    /// </summary>
    /// <param name="chain">OUTPUT or INPUT.</param>
    /// <param name="to">Where the packets go.</param>
    public string? RuleAgainst(string chain, BackendAddress to)
    {
        foreach (var rule in Rules.Where(rule => IsAbout(rule, chain, to)))
        {
            if (rule.Contains("accept", StringComparison.OrdinalIgnoreCase))
                return null;
            if (!rule.StartsWith("-P ") && Stops(rule, to))
                return rule;
        }
        var isOwnTraffic = to.IsLoopback && chain == "OUTPUT";
        return Rules.FirstOrDefault(rule => rule == $"-P {chain} DROP" && !isOwnTraffic);
    }

    /// <summary>Nothing in the rule speaks against it being about these packets.</summary>
    static bool IsAbout(string rule, string chain, BackendAddress to) =>
        rule.Contains(chain, StringComparison.OrdinalIgnoreCase)
        && (to.IsLoopback || !IsAboutLoopback(rule))
        && CoversPort(rule, to.Port)
        && CoversHost(rule, to.Host)
        && !Established().IsMatch(rule);

    static bool IsAboutLoopback(string rule) =>
        rule.Contains("-i lo ") || rule.Contains("iif \"lo\"") || rule.Contains("iifname \"lo\"");

    static bool CoversPort(string rule, int port)
    {
        var match = Port().Match(rule);
        return !match.Success
            || match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Contains(port.ToString());
    }

    static bool CoversHost(string rule, string host)
    {
        var match = Destination().Match(rule);
        return !match.Success || match.Groups[1].Value == host;
    }

    /// <summary>It asks for the destination and for nothing else.</summary>
    static bool Stops(string rule, BackendAddress to)
    {
        var asked = to.IsLoopback ? rule.Replace(" -i lo ", " ").Replace(" -o lo ", " ") : rule;
        return !Narrowed().IsMatch(asked) && (Port().IsMatch(rule) || Destination().IsMatch(rule));
    }

    // -s 10.0.0.9/32   |   -i eth0   |   ! --dport 22   |   -m recent ...   |   ip saddr 10.0.0.9
    [GeneratedRegex(@"(?: -s | -i | -o |!| -m (?!tcp|multiport|comment)|saddr|iif|oif|limit|ct state)")]
    private static partial Regex Narrowed();

    // -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT   |   ct state established,related accept   |   ct state
    // invalid drop
    [GeneratedRegex(@"(?i)(?:ctstate|--state|ct state) \{? ?(?!.*new)")]
    private static partial Regex Established();

    // --dport 3000   |   tcp dport 3000
    [GeneratedRegex(@"(?:--dports? |dport \{? ?)([\d, ]+)")]
    private static partial Regex Port();

    // -d 10.0.0.5/32   |   ip daddr 10.0.0.5
    [GeneratedRegex(@"(?:-d |daddr )([\da-f.:]+)")]
    private static partial Regex Destination();
}

public sealed class PathProbe : Probe<NetworkPaths>
{
    public override string Name => "network.path";

    public override string Title => "routes to remote back ends, and firewall rules that drop or reject";

    public override string Script =>
        """
            backends | cut -f 2 | sed 's/:[0-9]*$//' | grep -E '^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$' | grep -v '^127\.' | sort -u | head -n 16 | while read -r a; do
              printf '@path %s\t%s\t%s\n' "$a" "$(have ip && ip route get "$a" 2>&1 | head -n 1)" "$(ip neigh show to "$a" 2>/dev/null | awk '{ print $NF; exit }')"
            done
            # only where rules are loaded: asking must not load a module
            if grep -qsE '^(ip_tables|nf_tables) ' /proc/modules || [ -e /proc/net/ip_tables_names ] || [ -d /proc/sys/net/netfilter ]; then
              { as_root iptables -S 2>/dev/null | grep -E '^-P (INPUT|OUTPUT) DROP|^-A (INPUT|OUTPUT) .*-j (DROP|REJECT|ACCEPT)' || as_root nft list ruleset 2>/dev/null | awk '$1 == "chain" { c = toupper($2) } / (drop|reject|accept)/ { sub(/^[ \t]+/, ""); print c, $0 }'; } | head -n 200 | sed 's/^/@rule /'
            fi
            exit 0
            """;

    protected override NetworkPaths Parse(Section section) =>
        new(
            [.. section.Lines.After("@path ").SelectMany(ReadPath)],
            [.. section.Lines.After("@rule ").Select(rule => rule.Trim())]
        );

    static NetworkPath[] ReadPath(string line) =>
        line.Split('\t') is [var address, var route, var neighbour]
            ? [new(address, route.Trim(), neighbour)]
            : [];
}
