using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>The error-log lines of the window, oldest first.</summary>
/// <param name="Total">Lines of level warn and above in the window; more than <see cref="Lines"/> when the log was
/// flooded.</param>
public sealed record ErrorLog(IReadOnlyList<ErrorLine> Lines, long Total, IReadOnlyList<string> Files);

public sealed class ErrorLogProbe : Probe<ErrorLog>
{
    public override string Name => "nginx.error-log";

    public override string Title => "upstream errors in nginx's error logs";

    public override int MaxBytes => 2 << 20;

    public override string Script =>
        """
            list=$(awk -F '\t' '
              $3 !~ /^error_log / { next }
              {
                split($3, w, " "); f = w[2]
                if (f ~ /^(stderr|off|syslog:|memory:)/) next
                if (f !~ /^\//) f = $1 "/" f
                if ($2 == "@default") { if (!($1 in own)) fallback[$1] = f; next }
                own[$1] = 1
                if (!seen[f]++) print f
              }
              END { for (p in fallback) if (!(p in own)) print fallback[p] }')
            for f in $list; do
              readable "$f" || { unreadable "$f"; continue; }
              # an entry with text of the application may hold line breaks: its further lines are no lines of nginx, which cuts an entry at
              # 2048 bytes
              window "$f" '
                left > 0 { left -= length($0) + 1; if (/" while [a-z]/) left = 0; next }
                /FastCGI sent in stderr: "/ && !/" while [a-z]/ { left = 2047 - length($0) }
                !/\[(notice|warn|error|crit|alert|emerg)\] [0-9]+#/ { next }
                { n++; ring[n % 2500] = ">" substr($0, 1, 6000) }
                END { printf "@total %d\n", n; for (i = (n > 2500 ? n - 2499 : 1); i <= n; i++) print ring[i % 2500] }'
            done
            """;

    protected override ErrorLog Parse(Section section)
    {
        var lines = section.Lines.After(">").Select(ErrorLine.Read).OfType<ErrorLine>();
        var files = section.Lines.After("@file ").Select(line => line.Split('\t')[0]);
        var total = section.Lines.After("@total ").Sum(text => Counted.Of(text));
        List<ErrorLine> sorted = [.. lines.OrderBy(line => line.Time ?? DateTime.MinValue)];
        return new(sorted, Math.Max(total, sorted.Count), [.. files]);
    }
}
