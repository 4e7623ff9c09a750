using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>An upstream's name and what the host's own resolver makes of it now.</summary>
/// <param name="Addresses">Empty when it does not resolve.</param>
public sealed record ResolvedName(string Name, IReadOnlyList<string> Addresses);

/// <param name="Resolvers">The resolver statements of nginx; empty: names are resolved once, when nginx starts.</param>
/// <param name="Nameservers">Of /etc/resolv.conf.</param>
public sealed record UpstreamNames(
    IReadOnlyList<ResolvedName> All,
    IReadOnlyList<string> Resolvers,
    IReadOnlyList<string> Nameservers
)
{
    public ResolvedName? Of(string? name) => All.FirstOrDefault(n => n.Name == name);
}

public sealed class NameProbe : Probe<UpstreamNames>
{
    public override string Name => "upstream.names";

    public override string Title => "names of the configured back ends, resolved now";

    public override string Script =>
        """
            statements=$(cat)
            printf '%s\n' "$statements" | awk -F '\t' '$3 ~ /^resolver / && !seen[$3]++ { print "@resolver " substr($3, 10) }'
            sed -n 's/^nameserver[ \t]*/@nameserver /p' /etc/resolv.conf 2>/dev/null
            if have getent; then resolve() { within 1 getent ahosts "$1" | awk '$2 == "STREAM" { print $1 }'; }
            else resolve() { within 1 nslookup "$1" 2>/dev/null | awk '/^Name:/ { n = 1 } n && /^Address/ { print $NF }'; }; fi
            printf '%s\n' "$statements" | backends | cut -f 2 | grep -v '^unix:' | sed 's/^\[.*//; s/:[0-9]*$//' | grep '[a-zA-Z]' | sort -u | head -n 12 | {
              while read -r name; do { printf '@name %s\t%s\n' "$name" "$(resolve "$name" | sort -u | tr '\n' ' ')"; } & done; wait; }
            """;

    protected override UpstreamNames Parse(Section section) =>
        new(
            [.. section.Lines.After("@name ").Select(ReadName)],
            [.. section.Lines.After("@resolver ").Select(line => line.Trim())],
            [.. section.Lines.After("@nameserver ").Select(line => line.Trim())]
        );

    static ResolvedName ReadName(string line)
    {
        var parts = line.Trim().Split('\t');
        var addresses = parts.ElementAtOrDefault(1) ?? "";
        return new(parts[0], addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
