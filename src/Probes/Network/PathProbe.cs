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
    /// <summary>The users of nginx's workers, as the rules about owners write them.</summary>
    public IReadOnlyList<string> WorkerUids { get; init; } = [];

    public NetworkPath? Of(string address) => All.FirstOrDefault(p => p.Address == address);

    /// <summary>
    /// The rule of this host that stops packets to the address. Where an earlier rule may let them pass, or one asks
    /// for more than the destination, nobody can tell: null.
    /// </summary>
    /// <param name="chain">OUTPUT or INPUT.</param>
    /// <param name="to">Where the packets go.</param>
    /// <param name="from">Addresses of the host that sends them, where that is known.</param>
    public string? RuleAgainst(string chain, BackendAddress to, IReadOnlyList<string>? from = null)
    {
        var (stopping, isDecided) = Walk(chain, to, from ?? [], depth: 0);
        if (isDecided)
            return stopping;
        var isOwnTraffic = to.IsLoopback && chain == "OUTPUT";
        return Rules.FirstOrDefault(rule => rule == $"-P {chain} DROP" && !isOwnTraffic);
    }

    /// <summary>Follows the chain, and the chains of people and tools (f2b-nginx) that it jumps to.</summary>
    (string? Stopping, bool IsDecided) Walk(
        string chain,
        BackendAddress to,
        IReadOnlyList<string> from,
        int depth
    )
    {
        foreach (var rule in Rules.Where(rule => IsAbout(rule, chain, to) && !rule.StartsWith("-P ")))
        {
            var asked = WithoutOurs(rule, from);
            if (rule.Contains("accept", StringComparison.OrdinalIgnoreCase))
                return (null, true);
            if (JumpTo(rule) is { } next)
            {
                var inner =
                    IsNarrowed(asked, to) || depth > 8 ? default : Walk(next, to, from, depth + 1);
                if (inner.IsDecided)
                    return inner;
            }
            else if (Stops(asked, to) || depth > 0 && IsStop(asked) && !IsNarrowed(asked, to))
                return (rule, true);
        }
        return default;
    }

    /// <summary>The name of another chain; null where the rule itself decides.</summary>
    static string? JumpTo(string rule)
    {
        var name = Jump().Match(rule).Groups[1].Value;
        return name is "" or "DROP" or "REJECT" or "ACCEPT" or "RETURN" or "LOG" ? null : name;
    }

    /// <summary>The rule without what surely holds: our own source address, and the user that nginx's workers
    /// are.</summary>
    string WithoutOurs(string rule, IReadOnlyList<string> from)
    {
        foreach (var address in from)
            rule = rule.Replace($" -s {address}/32", "");
        foreach (var uid in WorkerUids)
            rule = rule.Replace($" -m owner --uid-owner {uid}", "");
        return rule;
    }

    /// <summary>Nothing in the rule speaks against it being about these packets.</summary>
    static bool IsAbout(string rule, string chain, BackendAddress to) =>
        BelongsTo(rule, chain)
        && (to.IsLoopback || !IsAboutLoopback(rule))
        && CoversPort(rule, to.Port)
        && CoversHost(rule, to.Host)
        && !Established().IsMatch(rule);

    /// <summary>nft's rules begin with the chain's name, in capitals.</summary>
    static bool BelongsTo(string rule, string chain) =>
        rule.StartsWith("-A ")
            ? rule.StartsWith($"-A {chain} ")
            : rule.Contains(chain, StringComparison.OrdinalIgnoreCase);

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
    static bool Stops(string rule, BackendAddress to) =>
        IsStop(rule) && !IsNarrowed(rule, to) && (Port().IsMatch(rule) || Destination().IsMatch(rule));

    static bool IsStop(string rule) =>
        rule.Contains("drop", StringComparison.OrdinalIgnoreCase)
        || rule.Contains("reject", StringComparison.OrdinalIgnoreCase);

    static bool IsNarrowed(string rule, BackendAddress to)
    {
        var asked = to.IsLoopback ? rule.Replace(" -i lo ", " ").Replace(" -o lo ", " ") : rule;
        return Narrowed().IsMatch(asked);
    }

    // -s 10.0.0.9/32   |   -i eth0   |   ! --dport 22   |   -m recent ...   |   ip saddr 10.0.0.9
    [GeneratedRegex(@"(?: -s | -i | -o |!| -m (?!tcp|multiport|comment)|saddr|iif|oif|limit|ct state)")]
    private static partial Regex Narrowed();

    // -j f2b-nginx
    [GeneratedRegex(@" -[jg] ([\w-]+)")]
    private static partial Regex Jump();

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

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "routes to remote back ends, and firewall rules that drop or reject";

    public override string Script =>
        """
            passes | awk -F '\t' '
              { a = $2; sub(/:[0-9]*$/, "", a) }
              a ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/ && a !~ /^127\./ && !seen[a]++ && ++n <= 16 { print a }' | while read -r a; do
              printf '@path %s\t%s\t%s\n' "$a" "$(have ip && ip route get "$a" 2>&1 | head -n 1)" "$(ip neigh show to "$a" 2>/dev/null | awk '{ print $NF; exit }')"
            done
            # only where rules are loaded: asking must not load a module
            if grep -qsE '^(ip_tables|nf_tables) ' /proc/modules || [ -e /proc/net/ip_tables_names ] || [ -d /proc/sys/net/netfilter ]; then
              { as_root iptables -S 2>/dev/null | grep -E '^-P (INPUT|OUTPUT) DROP|^-A ' | grep -vE '^-A (FORWARD|DOCKER|KUBE-|CNI-)| -j N?F?LOG( |$)' || as_root nft list ruleset 2>/dev/null | awk '$1 == "chain" { c = toupper($2) } / (drop|reject|accept)/ { sub(/^[ \t]+/, ""); print c, $0 }'; } | head -n 200 | sed 's/^/@rule /'
              for m in $NGINX_MASTERS; do
                kids=; { read -r kids <"/proc/$m/task/$m/children"; } 2>/dev/null
                for k in $kids; do while read -r word uid rest; do [ "$word" != Uid: ] || echo "@uid $uid"; done <"/proc/$k/status"; done
              done
            fi
            exit 0
            """;

    protected override NetworkPaths Parse(Section section) =>
        new(
            [.. section.Lines.After("@path ").SelectMany(ReadPath)],
            [.. section.Lines.After("@rule ").Select(rule => rule.Trim())]
        )
        {
            WorkerUids = [.. section.Lines.After("@uid ").Distinct()],
        };

    static NetworkPath[] ReadPath(string line) =>
        line.Split('\t') is [var address, var route, var neighbour]
            ? [new(address, route.Trim(), neighbour)]
            : [];
}
