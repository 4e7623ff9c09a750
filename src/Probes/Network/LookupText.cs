using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>Reads what people copy of <c>dig</c>, <c>nslookup</c>, <c>host</c> and <c>getent hosts</c>.</summary>
public static partial class LookupText
{
    public static IReadOnlyList<ResolvedName> Read(IEnumerable<string> lines)
    {
        var found = new List<(string Name, string? Address)>();
        var name = "";
        foreach (var line in lines.Select(line => ReadingLimits.Cut(line).Trim()))
        {
            if (NameLine().Match(line) is { Success: true } heading)
                name = heading.Groups["name"].Value;
            else if (Record().Match(line) is { Success: true } record)
                found.Add((Bare(record.Groups["name"].Value), record.Groups["address"].Value));
            else if (name.Length > 0 && AddressLine().Match(line) is { Success: true } address)
                found.Add((Bare(name), address.Groups["address"].Value));
            else if (Missing().Match(line) is { Success: true } missing)
                found.Add((Bare(missing.Groups["name"].Value), null));
        }
        return
        [
            .. found
                .GroupBy(one => one.Name)
                .Select(group => new ResolvedName(
                    group.Key,
                    [.. group.Select(one => one.Address).OfType<string>()]
                )),
        ];
    }

    static string Bare(string name) => name.TrimEnd('.');

    // Name:   app.internal
    [GeneratedRegex(@"^Name:\s*(?<name>\S+)")]
    private static partial Regex NameLine();

    // Address: 10.0.0.9
    [GeneratedRegex(@"^Address(?: \d+)?:\s*(?<address>[\da-fA-F.:]+)(?!#)\b")]
    private static partial Regex AddressLine();

    // app.internal. 60 IN A 10.0.0.9   |   app.internal has address 10.0.0.9
    [GeneratedRegex(
        @"^(?<name>[\w.-]+)(?:\s+\d+\s+IN\s+A{1,4}\s+| has (?:IPv6 )?address )(?<address>[\da-fA-F.:]+)|^(?<address>\d+\.\d+\.\d+\.\d+|[\da-f]*:[\da-f:]+)\s+(?<name>[A-Za-z][\w.-]*)"
    )]
    private static partial Regex Record();

    // ** server can't find app.internal: NXDOMAIN   |   Host app.internal not found: 3(NXDOMAIN)
    [GeneratedRegex(@"(?:can't find|^Host) (?<name>[\w.-]+)(?:: (?:NXDOMAIN|SERVFAIL)| not found)")]
    private static partial Regex Missing();
}
