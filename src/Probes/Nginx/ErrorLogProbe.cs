using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>The error-log lines of the window, oldest first.</summary>
/// <param name="Total">Lines of level warn and above in the window; more than <see cref="Lines"/> when the log was
/// flooded.</param>
public sealed record ErrorLog(IReadOnlyList<ErrorLine> Lines, long Total, IReadOnlyList<string> Files)
{
    /// <summary>Set when a log reaches further back than it was searched.</summary>
    public LogCut? Cut { get; init; }
}

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
            upstream_errors() { grep -aE '\[(error|crit|alert|emerg)\] [0-9]+#' | grep -aE 'upstream|resolve'; }
            for f in $list; do
              readable "$f" || { unreadable "$f"; continue; }
              # an entry with text of the application may hold line breaks: its further lines are no lines of nginx, which cuts an entry at
              # 2048 bytes. Errors of upstreams, other errors and warnings are kept apart: a flood of one kind must not drown another
              window "$f" '
                function keep_line(kind, most) { kept[kind, ++n[kind] % most] = ">" substr($0, 1, 6000) }
                function print_kind(kind, most,  i) {
                  for (i = (n[kind] > most ? n[kind] - most + 1 : 1); i <= n[kind]; i++) print kept[kind, i % most]
                }
                left > 0 { left -= length($0) + 1; if (/" while [a-z]/) left = 0; next }
                /FastCGI sent in stderr: "/ && !/" while [a-z]/ { left = 2047 - length($0) }
                !/\[(notice|warn|error|crit|alert|emerg)\] [0-9]+#/ { next }
                { total++ }
                /\[(notice|warn)\] [0-9]+#/ { keep_line("low", 100); next }
                /upstream|resolve/ { keep_line("upstream", 2000); next }
                { keep_line("other", 500) }
                END { printf "@total %d\n", total; print_kind("low", 100); print_kind("other", 500); print_kind("upstream", 2000) }' upstream_errors
            done
            """;

    protected override ErrorLog Parse(Section section)
    {
        var lines = section.Lines.After(">").Select(ErrorLine.Read).OfType<ErrorLine>();
        var files = section.Lines.After("@file ").Select(line => line.Split('\t')[0]);
        var total = section.Lines.After("@total ").Sum(text => Counted.Of(text));
        List<ErrorLine> sorted = [.. lines.OrderBy(line => line.Time ?? DateTime.MinValue)];
        var cuts = section.Lines.Where(line => line.StartsWith("@cut"));
        return new(sorted, Math.Max(total, sorted.Count), [.. files])
        {
            Cut = cuts.Aggregate((LogCut?)null, LogCuts.Latest),
        };
    }
}
