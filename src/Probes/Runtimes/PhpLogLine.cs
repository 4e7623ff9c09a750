using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Runtimes;

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
        if (match.Success)
            return ReadFields(match.Groups);
        // pasted without its beginning
        return line.Contains("exited on signal") ? new(null, "WARNING", null, line.Trim()) : null;
    }

    static PhpLogLine ReadFields(GroupCollection groups) =>
        new(
            TimeOf(groups["time"].Value),
            groups["level"].Value,
            groups["pool"] is { Success: true } pool ? pool.Value : null,
            groups["text"].Value
        );

    static DateTime? TimeOf(string text)
    {
        const string format = "dd-MMM-yyyy HH:mm:ss";
        var isTime = DateTime.TryParseExact(text, format, null, DateTimeStyles.None, out var time);
        return isTime ? LogTime.Of(time) : null;
    }

    [GeneratedRegex(
        @"^(?:.*?\[(?<time>\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d)(?:\.\d+)?(?: [^\]]+)?\] )?(?<level>DEBUG|NOTICE|WARNING|ERROR|ALERT): (?:pid \d+, [^,]+, line \d+: )?(?:\[pool (?<pool>[^\]]+)\] )?(?<text>.*)$"
    )]
    private static partial Regex Shape();
}
