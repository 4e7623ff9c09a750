using ChatOps502.Probes.Collection;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>How far an access log had grown when it was read: what comes after is new.</summary>
public sealed record LogPosition(string Path, long Bytes);

/// <summary>Requests of one minute, and how many of them ended in 502 or 504.</summary>
public sealed record Minute(DateTimeOffset At, long Requests, long Failed);

/// <summary>The requests of the window.</summary>
/// <param name="Requests">All requests in the window, counted on the host.</param>
/// <param name="ByStatus">Requests by status code.</param>
/// <param name="Lines">Requests taken apart: all of them in a quiet window, only those with a 5xx in a busy
/// one.</param>
public sealed record AccessLogs(
    long Requests,
    IReadOnlyDictionary<int, long> ByStatus,
    IReadOnlyList<AccessLine> Lines,
    IReadOnlyList<LogPosition> Positions
)
{
    /// <summary>Minute by minute, oldest first; minutes without requests are left out.</summary>
    public IReadOnlyList<Minute> Minutes { get; init; } = [];

    public long Count(int status) => ByStatus.GetValueOrDefault(status);

    public IEnumerable<AccessLine> Failed => Lines.Where(l => l.Status is 502 or 504);
}

public sealed class AccessLogProbe : Probe<AccessLogs>
{
    public override string Name => "nginx.access-log";

    public override string Title => "status distribution, failing URLs and sources in nginx's access logs";

    public override int MaxBytes => 4 << 20;

    public override string Script =>
        """
            list=$(awk -F '\t' '$3 ~ /^access_log / { split($3, w, " "); f = w[2]; if (f ~ /^(off|syslog:|stderr)/) { off[$1] = 1; next } gsub(/\$[A-Za-z0-9_]+/, "*", f); if (f !~ /^\//) f = $1 "/" f
              if ($2 == "@default") fallback[$1] = f; else { own[$1] = 1; if (!seen[f]++) print f } } END { for (p in fallback) if (!(p in own) && !(p in off)) print fallback[p] }')
            for f in $list; do
              readable "$f" || { unreadable "$f"; continue; }
              window "$f" "$STATUS"'
                { s = status($0); if (s == 0) next; n++; count[s]++; t = k ~ /^e/ ? "e" int(substr(k, 2) / 60) * 60 : substr(k, 1, k ~ /^u/ ? 13 : 12); minute[t]++; if (s == 502 || s == 504) late[t]++; all[n % 2000] = ">" substr($0, 1, 4000); if (s ~ /^50[0-9]/ || $0 ~ /[^0-9.]50[24]([^0-9]|$)/) { m++; bad[m % 2000] = ">" substr($0, 1, 4000) } }
                END { for (s in count) printf "@status %s %d\n", s, count[s]; for (t in minute) printf "@minute %s %d %d\n", t, minute[t], late[t]; printf "@total %d\n", n
                  if (n <= 2000) for (i = 1; i <= n; i++) print all[i % 2000]
                  else for (i = (m > 2000 ? m - 1999 : 1); i <= m; i++) print bad[i % 2000] }'
            done
            """;

    const int MostLogs = 200;

    protected override AccessLogs Parse(Section section, FactSheet known)
    {
        var configuration = known.Find<NginxConfiguration>();
        var format = AccessFormat.Combined;
        var positions = new List<LogPosition>();
        var lines = new List<AccessLine>();
        var guessed = new Dictionary<int, long>();
        var exact = new Dictionary<int, long>();
        var minutes = new List<Minute>();
        var zone = known.Find<HostIdentity>()?.Offset ?? TimeSpan.Zero;
        long requests = 0,
            fileTotal = 0;
        foreach (var line in section.Lines)
        {
            if (line.StartsWith("@file "))
            {
                var parts = line[6..].Split('\t');
                positions.Add(new(parts[0], Counted.Of(parts.ElementAtOrDefault(1) ?? "")));
                ReadingLimits.Hold(positions.Count, MostLogs, "access logs");
                format = configuration?.FormatOf(parts[0]) ?? AccessFormat.Combined;
                guessed = [];
            }
            else if (line.StartsWith("@status ") && line[8..].Split(' ') is [var code, var count])
                guessed[int.Parse(code)] = Counted.Of(count);
            else if (line.StartsWith("@minute "))
            {
                if (MinuteOf(line[8..].Split(' '), zone) is { } minute)
                    minutes.Add(minute);
            }
            else if (line.StartsWith("@total "))
            {
                fileTotal = Counted.Of(line[7..]);
                requests += fileTotal;
                // a quiet log comes whole and is counted exactly below; a busy one was counted on the host
                if (fileTotal > 2000)
                    Merge(exact, guessed);
            }
            else if (line.StartsWith('>') && format.Read(line[1..]) is { } read)
            {
                lines.Add(read);
                if (fileTotal <= 2000)
                    exact[read.Status!.Value] = exact.GetValueOrDefault(read.Status.Value) + 1;
            }
        }
        return new(requests, exact, [.. lines.OrderBy(l => l.Time ?? DateTimeOffset.MinValue)], positions)
        {
            Minutes =
            [
                .. minutes
                    .GroupBy(m => m.At)
                    .Select(g => new Minute(g.Key, g.Sum(m => m.Requests), g.Sum(m => m.Failed)))
                    .OrderBy(m => m.At),
            ],
        };
    }

    static Minute? MinuteOf(string[] words, TimeSpan zone) =>
        words is [var key, var requests, var failed] && LogKey.Time(key, zone) is { } at
            ? new(at, Counted.Of(requests), Counted.Of(failed))
            : null;

    static void Merge(Dictionary<int, long> into, Dictionary<int, long> from)
    {
        foreach (var (status, count) in from.Where(f => f.Key > 0))
            into[status] = into.GetValueOrDefault(status) + count;
    }
}
