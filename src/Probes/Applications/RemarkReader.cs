using System.Buffers;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Applications;

/// <summary>Finds the telling lines in what a program wrote.</summary>
public static partial class RemarkReader
{
    const int Most = 400;

    static readonly SearchValues<string> Beginnings = SearchValues.Create(
        [.. RemarkPhrases.All.Select(phrase => phrase.Words)],
        StringComparison.OrdinalIgnoreCase
    );

    /// <param name="source">Where the lines were found, as evidence names it.</param>
    public static IEnumerable<Remark> Read(string source, IEnumerable<string> lines) =>
        lines.Select(line => Read(source, ReadingLimits.Cut(line))).OfType<Remark>().Take(Most);

    static Remark? Read(string source, string line)
    {
        try
        {
            return KindOf(line) is { } kind
                ? new(kind, source, line.Trim(), AddressIn(kind, line), TimeOf(line))
                : ReadListening(source, line);
        }
        catch (RegexMatchTimeoutException)
        {
            return null; // a hostile line is no reason to stop
        }
    }

    /// <summary>Words without which nobody complains of a connection.</summary>
    static readonly SearchValues<string> Failures = SearchValues.Create(
        [
            "refused",
            "connect",
            "ECONN",
            "ETIMEDOUT",
            "EHOSTUNREACH",
            "timed",
            "timeout",
            "available",
            "unreachable",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Words without which nobody says where he listens.</summary>
    static readonly SearchValues<string> Places = SearchValues.Create(
        [
            "listen",
            "running",
            "serving",
            "server",
            "started",
            "starting",
            "available",
            "ready",
            "bound",
            "local",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    static bool NamesDatabase(string line) =>
        DatabasePort().IsMatch(line) || PortOfDatabase().IsMatch(line) || NamedDatabase().IsMatch(line);

    static RemarkKind? KindOf(string line)
    {
        if (line.AsSpan().ContainsAny(Failures) && NamesDatabase(line))
            return RemarkKind.Dependency;
        if (JustStarted().IsMatch(line) && !line.Contains("nginx"))
            return RemarkKind.Starting;
        if (!line.AsSpan().ContainsAny(Beginnings))
            return null;
        return RemarkPhrases.All.FirstOrDefault(phrase => phrase.Fits(line))?.Kind;
    }

    static Remark? ReadListening(string source, string line)
    {
        if (!line.AsSpan().ContainsAny(Places))
            return null;
        var found = Listens().Match(line);
        if (!found.Success)
            found = ListensOnPort().Match(line);
        if (!found.Success)
            return null;
        return AddressOf(found) is { } address
            ? new(RemarkKind.ListensOn, source, line.Trim(), address, TimeOf(line))
            : null;
    }

    static BackendAddress? AddressIn(RemarkKind kind, string line)
    {
        if (kind != RemarkKind.PortTaken)
            return null;
        return PortAtEnd().Match(line) is { Success: true } found ? AddressOf(found) : null;
    }

    static BackendAddress? AddressOf(Match found)
    {
        if (found.Groups["path"] is { Success: true } path)
            return BackendAddress.Parse("unix:" + path.Value);
        if (Numbers.Int(found.Groups["port"].Value) is not (> 0 and < 65536 and var port))
            return null;
        var host = found.Groups["host"].Value.Trim('[', ']');
        return new(host is "" or "*" or "+" ? "*" : host, port, null);
    }

    static DateTimeOffset? TimeOf(string line) =>
        Moment().Match(line) is { Success: true } moment ? LogTime.Read(moment.Value) : null;

    // Listening at: http://127.0.0.1:8000 (1)   |   Now listening on: http://[::]:8080   |   Running on
    // http://127.0.0.1:5000   |   uwsgi socket 0 bound to TCP address 127.0.0.1:8001 fd 3
    [GeneratedRegex(
        @"(?i)\b(?:listen(?:ing|s)?(?: on| at)?|running (?:on|at)|serving(?: http)? (?:on|at)|server (?:on|at|running at|started (?:on|at))|started (?:on|at)|available (?:on|at)|ready (?:on|at)|bound to (?:tcp|unix) address|local)\b:?\s+(?:""?(?:(?:https?|tcp|ssl)://)?(?<host>\[[\da-f:]*\]|[\w.*+-]*):(?<port>\d{2,5})\b|(?:unix:/{0,2})?(?<path>/\S+\.sock\w*))"
    )]
    private static partial Regex Listens();

    // Server listening on port 3000   |   Tomcat started on port(s): 8080 (http)   |   Starting ProtocolHandler
    // ["http-nio-8080"]   |   ServerConnector@1{HTTP/1.1}{0.0.0.0:8080}
    [GeneratedRegex(
        @"(?i)(?:\b(?:listening|running|started|starting|server)\b.{0,40}\bport(?:\(s\)|s)?[:= ]+|ProtocolHandler \[""https?-\w+-(?:[\d.]+-)?|Started ServerConnector.{0,60}\{(?<host>[\d.]+):)(?<port>\d{2,5})\b"
    )]
    private static partial Regex ListensOnPort();

    // Error: listen EADDRINUSE: address already in use :::3000
    [GeneratedRegex(
        @"(?<host>\[[\da-f:]*\]|::|[\d.]+|\*)?:(?<port>\d{2,5})\b(?!.*:\d{2,5}\b)|[Pp]ort (?<port>\d{2,5})"
    )]
    private static partial Regex PortAtEnd();

    // connect ECONNREFUSED 127.0.0.1:5432   |   lua tcp socket connect timed out, when connecting to 10.0.0.9:6379
    [GeneratedRegex(
        @"(?i)(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ECONNRESET|connection refused|connect timed out|failed to connect|could not connect).{0,120}?(?::|port )(?:5432|3306|6379|27017|5672|11211|9200|1433|1521|9092|2181|26379|9042)\b"
    )]
    private static partial Regex DatabasePort();

    // redis connect failed: connection refused   |   failed to connect to mysql
    [GeneratedRegex(
        @"(?i)\b(?:redis|mysql|mariadb|postgres\w*|mongo\w*|memcached|rabbitmq|elasticsearch|kafka)\b.{0,60}(?:\brefused|timed? ?out|unavailable|not available|connect failed|unreachable)|(?:failed|unable|could not|cannot|can't|error) (?:to )?connect(?:ing)? to .{0,30}\b(?:redis|mysql|mariadb|postgres\w*|mongo\w*|memcached|rabbitmq|elasticsearch|kafka|database)\b"
    )]
    private static partial Regex NamedDatabase();

    // Active: active (running) since Tue 2026-02-03 11:22:30 UTC; 3s ago   |   Up 8 seconds
    [GeneratedRegex(@"Active: active \(running\).*; \d{1,2}s ago|\bUp (?:\d+|Less than a) seconds?\b")]
    private static partial Regex JustStarted();

    // dial tcp 10.0.0.9:6379: connect: connection refused
    [GeneratedRegex(
        @"(?i):(?:5432|3306|6379|27017|5672|11211|9200|1433|1521|9092|2181|26379|9042)\b.{0,80}?(?:connection refused|i/o timeout|timed out|no route to host|connection reset)"
    )]
    private static partial Regex PortOfDatabase();

    // 2026-01-05T10:00:00.123Z   |   2026-01-05 10:00:00 +0000
    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?:Z| ?[+-]\d\d:?\d\d)?")]
    private static partial Regex Moment();
}
