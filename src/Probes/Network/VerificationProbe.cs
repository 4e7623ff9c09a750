using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>Asks for pages through nginx and counts what the access logs gained: the proof that a fix helped.</summary>
public sealed class VerificationProbe(VerificationPlan plan) : Probe<VerificationFacts>
{
    public override string Name => "verify.requests";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "pages through nginx, a small burst, and new 502s since the fix";

    public override TimeSpan Limit => TimeSpan.FromSeconds(30);

    public override string Script => string.Join('\n', AskPages, AskBurst, CountNewRequests);

    string AskPages =>
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
            {{string.Join('\n', plan.Pages.Select(PageLine))}}
            PAGES
            """;

    /// <summary>The first page again and again, ten at a time, each with a query of its own.</summary>
    string AskBurst =>
        plan.Pages.Count == 0 || plan.Burst <= 0
            ? ""
            : $$"""
                if have curl; then
                  curl -sk -Z --parallel-max 10 --connect-to "::{{Address(
                    plan.Pages[0]
                )}}" -m 20 -o /dev/null --noproxy '*' -A chatops502-verify -H "Host: {{HostWord(
                    plan.Pages[0].Vhost
                )}}" -w '%{http_code}\n' "{{BurstUrl(
                    plan.Pages[0]
                )}}[1-{{plan.Burst}}]" | sort | uniq -c | awk '{ print "@burst " $2 " " $1 }'
                fi
                """;

    string CountNewRequests =>
        $$"""
            while IFS='	' read -r log offset; do
              [ -n "$log" ] || continue
              readable "$log" || { unreadable "$log"; continue; }
              size=$(held_size); size=${size:-0}; [ "$size" -ge "$offset" ] || offset=0
              held tail -c "+$((offset + 1))" | head -c "$MAX_LOG_BYTES" | awk -v f="$log" "$AWK_STATUS"'{ n++; s = status($0); c[s]++ } END { printf "@new %s\t%d\t%d\t%d\n", f, n, c[502], c[504] }'
            done <<'LOGS'
            {{string.Join('\n', plan.Since.Select(log => $"{Line(log.Path)}\t{log.Bytes}"))}}
            LOGS
            """;

    protected override VerificationFacts Parse(Section section)
    {
        var pages = new List<PageAnswer>();
        var burst = new Dictionary<int, int>();
        var logs = new List<NewRequests>();
        foreach (var line in section.Lines)
        {
            if (line.After("@page ")?.Split('\t') is [var vhost, var path, var answer])
                pages.Add(ReadPage(vhost, path, answer.Split(' ')));
            else if (line.After("@burst ")?.Split(' ') is [var code, var count])
                burst[Whole(code)] = Whole(count);
            else if (line.After("@new ")?.Split('\t') is [var log, var total, var bad, var late])
                logs.Add(new(log, Whole(total), Whole(bad), Whole(late)));
        }
        return new(pages, burst, logs);
    }

    static PageAnswer ReadPage(string vhost, string path, string[] answer)
    {
        var seconds = Numbers.Double(answer.ElementAtOrDefault(1)) ?? 0;
        return new(vhost, path, Whole(answer[0]), Ms: (int)(seconds * 1000));
    }

    static int Whole(string text) => Numbers.Int(text) ?? 0;

    static string PageLine(PageRequest page) =>
        string.Join('\t', Url(page), Line(page.Vhost), Line(page.Path), Address(page));

    static string Url(PageRequest page)
    {
        var endpoint = page.Endpoint;
        // https: the name goes into the handshake
        var host = endpoint.Scheme == "https" ? HostWord(page.Vhost) : endpoint.Address;
        return $"{endpoint.Scheme}://{host}:{endpoint.Port}{UrlPath(page.Path)}";
    }

    static string BurstUrl(PageRequest page) =>
        Url(page with { Path = page.Path.Split('?')[0] }) + "?chatops502=";

    static string Address(PageRequest page) => $"{page.Endpoint.Address}:{page.Endpoint.Port}";

    /// <summary>
    /// What may stand in a URL; all else is percent-encoded, so that neither curl's globs nor a shell see it.
    /// </summary>
    static string UrlPath(string path)
    {
        var whole = path.StartsWith('/') ? path : "/" + path;
        return string.Concat(whole.Select(UrlSign));
    }

    static string UrlSign(char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || "/-_.~%?=&+,:@".Contains(c))
            return c.ToString();
        return Uri.HexEscape(c < 256 ? c : '?');
    }

    /// <summary>A here-document takes no expansion, only line ends and tabs must not be forged.</summary>
    static string Line(string text) => new([.. text.Where(c => !char.IsControl(c))]);

    /// <summary>A host name inside double quotes.</summary>
    static string HostWord(string text) =>
        new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':')]);
}
