using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

/// <summary>A page to request through nginx, from the host itself.</summary>
public sealed record PageRequest(Endpoint Endpoint, string Vhost, string Path);

/// <param name="Burst">How many requests follow quickly, ten at a time, to the first page; 0 for none.</param>
/// <param name="Since">Where each access log stood when the fix was made.</param>
public sealed record VerificationPlan(IReadOnlyList<PageRequest> Pages, int Burst, IReadOnlyList<LogPosition> Since);

/// <param name="Status">0 when nginx itself did not answer.</param>
public sealed record PageAnswer(string Vhost, string Path, int Status, int Ms);

/// <summary>Requests that a log shows since the position.</summary>
public sealed record NewRequests(string Path, long Total, long Status502, long Status504);

public sealed record VerificationFacts(
    IReadOnlyList<PageAnswer> Pages,
    IReadOnlyDictionary<int, int> Burst,
    IReadOnlyList<NewRequests> Logs
);

/// <summary>Asks for pages through nginx and counts what the access logs gained: the proof that a fix helped.</summary>
public sealed class VerificationProbe(VerificationPlan plan) : Probe<VerificationFacts>
{
    public override string Name => "verify.requests";

    public override string Title => "pages through nginx, a small burst, and new 502s since the fix";

    public override TimeSpan Limit => TimeSpan.FromSeconds(30);

    public override string Script =>
        $$"""
            page() { # url vhost address
              if have curl; then curl -gsk -o /dev/null --connect-to "::$3" -m 10 --noproxy '*' -A chatops502-verify -H "Host: $2" -w '%{http_code} %{time_total}' -- "$1"
              elif have perl && [ "${1#http:}" != "$1" ]; then a=${1#http://}; p=/${a#*/}; a=${a%%/*}; r=$(printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$p" "$2" | talk tcp "${a%:*}" "${a##*:}" 10)
                printf '%s 0' "$(printf '%s' "$r" | sed -n 's/.*reply=485454502f312e3.20\(3.\)\(3.\)\(3.\).*/\1\2\3/p' | sed 's/3\(.\)/\1/g')"
              else wget -q -T 10 -O /dev/null --header "Host: $2" "$1" 2>/dev/null && printf '200 0' || printf '0 0'; fi
            }
            while IFS='	' read -r url vhost path address; do
              [ -n "$url" ] && printf '@page %s\t%s\t%s\n' "$vhost" "$path" "$(page "$url" "$vhost" "$address")"
            done <<'PAGES'
            {{string.Join('\n', plan.Pages.Select(p => $"{Url(p)}\t{Line(p.Vhost)}\t{Line(p.Path)}\t{Address(p)}"))}}
            PAGES
            {{(plan.Pages.Count > 0 && plan.Burst > 0 ? $"burst={plan.Burst}" : "burst=0")}}
            if [ "$burst" -gt 0 ] && have curl; then
              curl -sk -Z --parallel-max 10 --connect-to "::{{(
                plan.Pages.Count > 0 ? Address(plan.Pages[0]) : ""
            )}}" -m 20 -o /dev/null --noproxy '*' -A chatops502-verify -H "Host: {{(
                plan.Pages.Count > 0 ? Word(plan.Pages[0].Vhost) : ""
            )}}" -w '%{http_code}\n' "{{(
                plan.Pages.Count > 0 ? BurstUrl(plan.Pages[0]) : ""
            )}}[1-$burst]" | sort | uniq -c | awk '{ print "@burst " $2 " " $1 }'
            fi
            while IFS='	' read -r log offset; do
              [ -n "$log" ] || continue
              readable "$log" || { unreadable "$log"; continue; }
              size=$(held_size); size=${size:-0}; [ "$size" -ge "$offset" ] || offset=0
              held tail -c "+$((offset + 1))" | head -c "$MAXLOG" | awk -v f="$log" "$STATUS"'{ n++; s = status($0); c[s]++ } END { printf "@new %s\t%d\t%d\t%d\n", f, n, c[502], c[504] }'
            done <<'LOGS'
            {{string.Join(
                '\n',
                plan.Since.Select(l => $"{Line(l.Path)}\t{l.Bytes}")
            )}}
            LOGS
            """;

    protected override VerificationFacts Parse(Section section, FactSheet known)
    {
        var (pages, burst, logs) = (new List<PageAnswer>(), new Dictionary<int, int>(), new List<NewRequests>());
        foreach (var line in section.Lines)
        {
            if (line.StartsWith("@page ") && line[6..].Split('\t') is [var vhost, var path, var answer])
                pages.Add(
                    new(
                        vhost,
                        path,
                        Int(answer.Split(' ')[0]),
                        (int)(double.TryParse(answer.Split(' ').ElementAtOrDefault(1), out var s) ? s * 1000 : 0)
                    )
                );
            else if (line.StartsWith("@burst ") && line[7..].Split(' ') is [var code, var count])
                burst[Int(code)] = Int(count);
            else if (line.StartsWith("@new ") && line[5..].Split('\t') is [var log, var total, var bad, var late])
                logs.Add(new(log, Int(total), Int(bad), Int(late)));
        }
        return new(pages, burst, logs);
    }

    static string Url(PageRequest p) =>
        // https: the name goes into the handshake
        $"{p.Endpoint.Scheme}://{(p.Endpoint.Scheme == "https" ? Word(p.Vhost) : p.Endpoint.Address)}:{p.Endpoint.Port}{Path(p.Path)}";

    static string Address(PageRequest p) => $"{p.Endpoint.Address}:{p.Endpoint.Port}";

    static string BurstUrl(PageRequest p) => Url(p with { Path = p.Path.Split('?')[0] }) + "?chatops502=";

    /// <summary>
    /// What may stand in a URL; all else is percent-encoded, so that neither curl's globs nor a shell see it.
    /// </summary>
    static string Path(string path) =>
        string.Concat(
            (path.StartsWith('/') ? path : "/" + path).Select(c =>
                char.IsAsciiLetterOrDigit(c) || "/-_.~%?=&+,:@".Contains(c)
                    ? c.ToString()
                    : Uri.HexEscape(c < 256 ? c : '?')
            )
        );

    /// <summary>A here-document takes no expansion, only line ends and tabs must not be forged.</summary>
    static string Line(string text) => new([.. text.Where(c => !char.IsControl(c))]);

    /// <summary>A host name inside double quotes.</summary>
    static string Word(string text) =>
        new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':')]);

    static int Int(string text) => int.TryParse(text, out var n) ? n : 0;
}
