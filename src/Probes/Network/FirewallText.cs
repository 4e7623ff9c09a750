using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>
/// Reads what people copy of <c>iptables -S</c>, <c>iptables -L -n</c> and <c>ufw status</c>, as rules of the form that
/// <see cref="NetworkPaths"/> compares.
/// </summary>
public static partial class FirewallText
{
    public static IReadOnlyList<string> Read(IEnumerable<string> lines)
    {
        var rules = new List<string>();
        var chain = "INPUT";
        foreach (var line in lines.Select(line => ReadingLimits.Cut(line).Trim()))
        {
            if (Chain().Match(line) is { Success: true } heading)
                chain = AddPolicy(rules, heading.Groups);
            else if (line.StartsWith("-A ") || line.StartsWith("-P "))
                rules.Add(line);
            else if (Row().Match(line) is { Success: true } row)
                rules.Add(RuleOf(chain, row.Groups));
            else if (OfUfw().Match(line) is { Success: true } ufw)
                rules.Add(RuleOfUfw(ufw.Groups));
        }
        return rules;
    }

    static string AddPolicy(List<string> rules, GroupCollection heading)
    {
        var chain = heading["chain"].Value;
        rules.Add($"-P {chain} {heading["policy"].Value}");
        return chain;
    }

    static string RuleOf(string chain, GroupCollection row)
    {
        var to = row["to"].Value is "0.0.0.0/0" or "anywhere" ? "" : $" -d {row["to"].Value}";
        var from = row["from"].Value is "0.0.0.0/0" or "anywhere" ? "" : $" -s {row["from"].Value}";
        var port = row["port"] is { Success: true } named ? $" -p tcp -m tcp --dport {named.Value}" : "";
        var rest = row["rest"].Value.Contains("ESTABLISHED") ? " -m conntrack --ctstate ESTABLISHED" : "";
        return $"-A {chain}{from}{to}{port}{rest} -j {row["action"].Value}";
    }

    static string RuleOfUfw(GroupCollection rule)
    {
        var action = rule["action"].Value == "ALLOW" ? "ACCEPT" : "DROP";
        var from = rule["from"].Value is "Anywhere" ? "" : $" -s {rule["from"].Value}";
        return $"-A INPUT{from} -p tcp -m tcp --dport {rule["port"].Value} -j {action}";
    }

    // Chain INPUT (policy DROP 0 packets, 0 bytes)
    [GeneratedRegex(@"^Chain (?<chain>\S+) \((?:policy )?(?<policy>\w+)")]
    private static partial Regex Chain();

    // REJECT  tcp  --  0.0.0.0/0  10.0.0.9  tcp dpt:8080 reject-with icmp-port-unreachable
    [GeneratedRegex(
        @"^(?:\d+\s+)?(?:\d+\w?\s+\d+\w?\s+)?(?<action>DROP|REJECT|ACCEPT)\s+(?:tcp|all|6|0)\s+(?:--|opt)?\s*(?:\S+\s+\S+\s+(?=[\da]\S*\s+[\da]))?(?<from>[\d./]+|anywhere)\s+(?<to>[\d./]+|anywhere)(?<rest>.*?(?:dpts?:(?<port>\d+).*)?)$"
    )]
    private static partial Regex Row();

    // 8080/tcp                   DENY        Anywhere
    [GeneratedRegex(@"^(?<port>\d+)(?:/tcp)?\s+(?<action>ALLOW|DENY|REJECT)(?: IN)?\s+(?<from>\S+)")]
    private static partial Regex OfUfw();
}
