using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Runtimes;

/// <summary>A PHP-FPM pool as its configuration file describes it.</summary>
public sealed record PhpPool(string Name, string File, IReadOnlyDictionary<string, string> Settings)
{
    public BackendAddress? Listen =>
        Settings.GetValueOrDefault("listen") is { } l
            ? BackendAddress.Parse(
                l.StartsWith('/') ? "unix:" + l
                : int.TryParse(l, out _) ? "127.0.0.1:" + l
                : l
            )
            : null;

    public int? MaxChildren => int.TryParse(Settings.GetValueOrDefault("pm.max_children"), out var n) ? n : null;

    /// <summary>The unit is named after the PHP version in the file's path where Debian keeps several.</summary>
    public string Service => Version(File) is { } v ? $"php{v}-fpm" : "php-fpm";

    static string? Version(string file) => file.Split('/') is [_, "etc", "php", var v, ..] ? v : null;
}

/// <summary>One line of PHP-FPM's own log.</summary>
public sealed partial record PhpLogLine(DateTime? Time, string Level, string? Pool, string Message)
{
    /// <summary>
    /// [22-Nov-2026 17:05:27] WARNING: [pool www] child 1933 exited on signal 11 (SIGSEGV) after 221.1 seconds from
    /// start
    /// </summary>
    public static PhpLogLine? Read(string line)
    {
        line = ReadingLimits.Cut(line);
        var match = Shape().Match(line);
        if (!match.Success)
            // pasted without its beginning
            return line.Contains("exited on signal") ? new(null, "WARNING", null, line.Trim()) : null;
        var time = DateTime.TryParseExact(
            match.Groups["time"].Value,
            "dd-MMM-yyyy HH:mm:ss",
            null,
            DateTimeStyles.None,
            out var t
        )
            ? LogTime.Of(t)
            : null;
        return new(
            time,
            match.Groups["level"].Value,
            match.Groups["pool"] is { Success: true } p ? p.Value : null,
            match.Groups["text"].Value
        );
    }

    [GeneratedRegex(
        @"^(?:.*?\[(?<time>\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d)(?:\.\d+)?(?: [^\]]+)?\] )?(?<level>DEBUG|NOTICE|WARNING|ERROR|ALERT): (?:pid \d+, [^,]+, line \d+: )?(?:\[pool (?<pool>[^\]]+)\] )?(?<text>.*)$"
    )]
    private static partial Regex Shape();
}

/// <summary>The pool's own account of itself (pm.status_path). Queue and process counts.</summary>
public sealed partial record PhpStatus(
    string Pool,
    int ListenQueue,
    int IdleProcesses,
    int ActiveProcesses,
    int TotalProcesses,
    int MaxChildrenReached
)
{
    /// <summary>
    /// Reads the JSON form, also one that is cut in its list of processes, and the plain one; null for anything else.
    /// </summary>
    public static PhpStatus? Read(string text)
    {
        var list = text.IndexOf("\"processes\":");
        var values = Field()
            .Matches(list < 0 ? text : text[..list])
            .GroupBy(m => m.Groups["name"].Value)
            .ToDictionary(g => g.Key, g => g.First().Groups["value"].Value.Trim());
        int Number(string name) => int.TryParse(values.GetValueOrDefault(name), out var n) ? n : 0;
        return values.TryGetValue("pool", out var pool) && values.ContainsKey("listen queue")
            ? new(
                pool,
                Number("listen queue"),
                Number("idle processes"),
                Number("active processes"),
                Number("total processes"),
                Number("max children reached")
            )
            : null;
    }

    // {"pool":"www","listen queue":0,   |   listen queue:         0
    [GeneratedRegex(
        """(?:^|[{,]\s*)"?(?<name>[a-z][a-z ]+[a-z])"?:\s*"?(?<value>[^",}\r\n]*)""",
        RegexOptions.Multiline
    )]
    private static partial Regex Field();
}

/// <param name="Slow">The newest entry of a slow log: the call it hung in, innermost first; empty without one.</param>
public sealed record PhpFpm(IReadOnlyList<PhpPool> Pools, IReadOnlyList<PhpLogLine> Log, IReadOnlyList<string> Slow)
{
    public PhpPool? Of(BackendAddress? address) =>
        address is null ? null : Pools.FirstOrDefault(p => p.Listen == address);
}

public sealed class PhpFpmProbe : Probe<PhpFpm>
{
    public override string Name => "php.fpm";

    public override string Title => "PHP-FPM pools and log";

    public override string Script =>
        """
            for f in /etc/php/*/fpm/php-fpm.conf /etc/php-fpm.conf /usr/local/etc/php-fpm.conf /etc/php/*/fpm/pool.d/*.conf /etc/php-fpm.d/*.conf /usr/local/etc/php-fpm.d/*.conf; do
              [ -f "$f" ] || continue
              readable "$f" || { unreadable "$f"; continue; }
              printf '@pools %s\n' "$f"
              held cat | head -c 262144 | grep -E '^[[:space:]]*(\[|(listen|pm|user|group|request_|slowlog|error_log|rlimit|php_admin_value\[memory))' | head -n 200
            done
            for f in $(cat /etc/php/*/fpm/php-fpm.conf /etc/php-fpm.conf /usr/local/etc/php-fpm.conf 2>/dev/null | sed -n 's/^[ \t]*error_log[ \t]*=[ \t]*//p') /var/log/php-fpm/error.log /var/log/php-fpm/www-error.log; do
              [ -e "$f" ] || continue
              readable "$f" || { unreadable "$f"; continue; }
              printf '@log %s\n' "$f"; held tail -c 65536 | head -c 65536 | tail -n 200 | sed 's/^/>/'
            done
            for f in $(cat /etc/php/*/fpm/pool.d/*.conf /etc/php-fpm.d/*.conf 2>/dev/null | sed -n 's/^[ \t]*slowlog[ \t]*=[ \t]*//p'); do
              [ -e "$f" ] || continue
              readable "$f" || { [ "$WHY" = "permission denied" ] || unreadable "$f"; continue; }
              [ "$(mtime "$f")" -ge "$CUTE" ] && held tail -c 8192 | head -c 8192 | awk 'BEGIN { RS = "" } { last = $0 } END { print last }' | head -n 8 | sed 's/^/@slow /'
            done
            exit 0
            """;

    protected override PhpFpm? Parse(Section section, FactSheet known)
    {
        var pools = new List<PhpPool>();
        var log = new List<PhpLogLine>();
        var (file, name, settings, inLog) = ("", "global", new Dictionary<string, string>(), false);
        foreach (var line in section.Lines.Where(l => !l.StartsWith("@slow ")).Append("@end "))
        {
            if (line.StartsWith('@') || line.TrimStart().StartsWith('[') && !inLog)
            {
                if (settings.Count > 0 && name != "global")
                    pools.Add(new(name, file, settings));
                settings = [];
                if (line.StartsWith('@'))
                    (inLog, file, name) = (line.StartsWith("@log "), line[(line.IndexOf(' ') + 1)..], "global");
                else
                    name = line.Trim().Trim('[', ']');
            }
            else if (inLog)
            {
                if (PhpLogLine.Read(line.TrimStart('>')) is { } read)
                    log.Add(read);
            }
            else if (line.Split('=', 2) is [var key, var value])
                settings[key.Trim()] = value.Split(';')[0].Trim().Trim('"').Replace("$pool", name);
        }
        return pools.Count == 0 && log.Count == 0
            ? null
            : new(
                [.. pools.Take(ReadingLimits.Things)],
                log,
                [.. section.Lines.Where(l => l.StartsWith("@slow ")).Select(l => l[6..])]
            );
    }
}
