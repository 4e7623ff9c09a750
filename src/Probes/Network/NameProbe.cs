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
    /// <summary>What nginx's own resolver answers now; empty where none is configured or none answered.</summary>
    public IReadOnlyList<ResolvedName> ByResolver { get; init; } = [];

    public ResolvedName? Of(string? name) => All.FirstOrDefault(n => n.Name == name);

    /// <summary>As nginx would learn it now: from its resolver, or from the host where it has none.</summary>
    public ResolvedName? ForNginx(string? name) =>
        Resolvers.Count == 0 ? Of(name) : ByResolver.FirstOrDefault(n => n.Name == name);
}

public sealed class NameProbe : Probe<UpstreamNames>
{
    public override string Name => "upstream.names";

    public override string Title => "names of the configured back ends, resolved now";

    public override string Script =>
        """
            statements=$(cat)
            case $statements in *"	resolver "*) printf '%s\n' "$statements" | awk -F '\t' '$3 ~ /^resolver / && !seen[$3]++ { print "@resolver " substr($3, 10) }' ;; esac
            sed -n 's/^nameserver[ \t]*/@nameserver /p' /etc/resolv.conf 2>/dev/null
            if have getent; then resolve() { within 1 getent ahosts "$1" | awk '$2 == "STREAM" { print $1 }'; }
            else resolve() { within 1 nslookup "$1" 2>/dev/null | awk '/^Name:/ { n = 1 } n && /^Address/ { print $NF }'; }; fi
            # ask NAME: nginx's first resolver, by DNS over TCP
            ask() {
              query= left=$1.
              while [ -n "$left" ]; do label=${left%%.*}; left=${left#*.}; query="$query$(printf '\\%03o' ${#label})$label"; done
              printf "\\000$(printf '\\%03o' $((${#1} + 18)))\\022\\064\\001\\000\\000\\001\\000\\000\\000\\000\\000\\000$query\\000\\000\\001\\000\\001" |
                talk tcp "${resolver%:*}" "${resolver##*:}" 1
            }
            resolver=
            case $statements in *"	resolver "*)
              resolver=${statements##*"	resolver "}; resolver=${resolver%%[ ;
            ]*}
              case $resolver in \[*) resolver= ;; *:*) ;; *) resolver=$resolver:53 ;; esac ;;
            esac
            printf '%s\n' "$statements" | passes | awk -F '\t' '
              { name = $2; sub(/:[0-9]*$/, "", name) }
              name !~ /^unix:|^\[/ && name ~ /[a-zA-Z]/ && !seen[name]++ && ++n <= 12 { print name }' | {
              while read -r name; do
                { printf '@name %s\t%s\n' "$name" "$(resolve "$name" | sort -u | tr '\n' ' ')"; } &
                case $name in *[!a-zA-Z0-9._-]*|localhost) ;; *) [ -z "$resolver" ] || { printf '@answer %s\t%s\n' "$name" "$(ask "$name")"; } & ;; esac
              done
              wait; }
            """;

    protected override UpstreamNames Parse(Section section) =>
        new(
            [.. section.Lines.After("@name ").Select(ReadName)],
            [.. section.Lines.After("@resolver ").Select(line => line.Trim())],
            [.. section.Lines.After("@nameserver ").Select(line => line.Trim())]
        )
        {
            ByResolver =
            [
                .. section.Lines.After("@answer ").Select(DnsReply.Read).OfType<ResolvedName>(),
            ],
        };

    static ResolvedName ReadName(string line)
    {
        var parts = line.Trim().Split('\t');
        var addresses = parts.ElementAtOrDefault(1) ?? "";
        return new(parts[0], addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
