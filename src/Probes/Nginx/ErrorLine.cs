using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>One line of nginx's error log, taken apart.</summary>
/// <param name="Time">Local time of the host that wrote it; null when the line carries none.</param>
/// <param name="Message">The text up to the first of client, server, request, upstream, host, referrer.</param>
/// <param name="Errno">The number in "(111: Connection refused)" as Linux counts, whatever system wrote it; null when
/// the
/// message has none.</param>
/// <param name="Phase">What nginx was doing: "connecting to upstream", "reading response header from upstream",
/// ...</param>
/// <param name="Upstream">As written: http://127.0.0.1:3000/path, fastcgi://unix:/run/php.sock:, ...</param>
public sealed partial record ErrorLine(
    DateTime? Time,
    string? Level,
    int? Pid,
    int? Tid,
    long? Connection,
    string Message,
    int? Errno,
    string? Phase,
    string? Client,
    string? Server,
    string? Request,
    string? Upstream,
    string? Host,
    string? Referrer,
    string? Login,
    string Raw
)
{
    /// <summary>
    /// Why its fields may not be what nginx meant: text of a client looks like fields. Null: no doubt.
    /// </summary>
    public string? Doubt { get; init; }

    /// <summary>
    /// Reads a line, also one wrapped by syslog, journald, compose or a kubelet. Null: not a line of nginx.
    /// </summary>
    public static ErrorLine? Read(string line)
    {
        try
        {
            return ReadCut(ReadingLimits.Cut(line).Trim('\r', '\n', '\0'));
        }
        catch (RegexMatchTimeoutException)
        {
            return null; // a hostile line is no reason to stop
        }
    }

    static ErrorLine? ReadCut(string line)
    {
        var head = Head().Match(line);
        if (!head.Success)
            return Bare(line);
        var rest = line[(head.Index + head.Length)..];
        return Of(ErrorFields.Of(rest), line) with
        {
            Time = TimeOf(head.Groups["time"].Value),
            Level = head.Groups["level"].Value,
            Pid = Numbers.Int(head.Groups["pid"].Value),
            Tid = Numbers.Int(head.Groups["tid"].Value),
            Connection = Numbers.Long(head.Groups["conn"].Value),
        };
    }

    /// <summary>People paste lines without their beginning; a known upstream phrase is enough then.</summary>
    static ErrorLine? Bare(string line)
    {
        var start = BareStart().Match(line);
        if (!start.Success)
            return null;
        return Of(ErrorFields.Of(line[start.Groups["text"].Index..]), line);
    }

    static ErrorLine Of(ErrorFields fields, string raw) =>
        new(
            null,
            null,
            null,
            null,
            null,
            fields.Message,
            ErrorNumber.In(fields.Message),
            PhaseOf(fields.Message),
            fields["client"],
            fields["server"],
            fields["request"],
            fields["upstream"],
            fields["host"],
            fields["referrer"],
            fields["login"],
            raw
        )
        {
            Doubt = fields.Doubt,
        };

    static DateTime? TimeOf(string text) =>
        DateTime.TryParseExact(text, "yyyy/MM/dd HH:mm:ss", null, DateTimeStyles.None, out var time)
            ? LogTime.Of(time)
            : null;

    static string? PhaseOf(string message) =>
        PhaseText().Matches(message) is { Count: > 0 } all ? all[^1].Groups[1].Value : null;

    // 2026/11/22 17:05:27 [error] 971#971: *12 connect() failed ...
    [GeneratedRegex(
        @"(?:(?<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) )?\[(?<level>debug|info|notice|warn|error|crit|alert|emerg)\] (?<pid>\d+)#(?<tid>\d+): (?:\*(?<conn>\d+) )?"
    )]
    private static partial Regex Head();

    // *6 connect() failed (111: Connection refused) while connecting to upstream   |   nginx: [emerg] host not found in
    // upstream "api"
    [GeneratedRegex(
        @"^(?:.*?nginx: )?(?:\[(?:emerg|alert|crit|error|warn)\] )?(?:\d* ?\*?\d* )?(?<text>(?:(?:connect|recv|readv|send|sendmsg|sendfile|writev|socket|bind|open|pwrite|pwritev|write|mkdir|malloc|accept4?|kevent|epoll_wait|WSARecv|WSASend|SSL_[a-z_]+)\(|upstream |no live upstreams|host not found in upstream|\d+ worker_connections|worker process \d+ exited|auth request unexpected status|client intended|peer closed|invalid (?:URL prefix|port|host) in |.{1,200} could not be resolved|FastCGI sent in stderr|no resolver defined).*)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex BareStart();

    // ... while reading response header from upstream
    [GeneratedRegex(
        @"while (in http auth state|connecting to upstream|reading response header from upstream|sending request to upstream|reading upstream|sending to client|SSL handshaking to upstream|SSL handshaking|proxying upgraded connection|proxying connection|reading client request body|reading client request headers|reading client request line|reading client pipelined request line|resolving|logging request|closing request|waiting for request|keepalive|processing HTTP/2 connection|reading PROXY protocol|requesting certificate status|initializing session|sending response to client|in http request|reading trailer from upstream|[a-z ]{1,60} upstream)"
    )]
    private static partial Regex PhaseText();
}
