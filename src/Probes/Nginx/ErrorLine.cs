using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOps502.Probes.Nginx;

/// <summary>One line of nginx's error log, taken apart.</summary>
/// <param name="Time">Local time of the host that wrote it; null when the line carries none.</param>
/// <param name="Message">The text up to the first of client, server, request, upstream, host, referrer.</param>
/// <param name="Errno">The number in "(111: Connection refused)"; null when the message has none.</param>
/// <param name="Phase">What nginx was doing: "connecting to upstream", "reading response header from upstream", ...</param>
/// <param name="Upstream">As written: http://127.0.0.1:3000/path, fastcgi://unix:/run/php.sock:, ...</param>
public sealed partial record ErrorLine(
    DateTime? Time, string? Level, int? Pid, int? Tid, long? Connection, string Message, int? Errno, string? Phase,
    string? Client, string? Server, string? Request, string? Upstream, string? Host, string? Referrer, string? Login, string Raw)
{
    static readonly string[] Fields = ["client", "server", "request", "subrequest", "upstream", "host", "login", "referrer"];

    /// <summary>Reads a line, also one wrapped by syslog, journald, compose or a kubelet. Null: not a line of nginx.</summary>
    public static ErrorLine? Read(string line)
    {
        line = line.Trim('\r', '\n', '\0');
        var head = Head().Match(line);
        if (!head.Success) return Bare(line);
        var rest = line[(head.Index + head.Length)..];
        var (message, fields) = Split(rest);
        return Of(message, fields, line) with
        {
            Time = TimeOf(head.Groups["time"].Value),
            Level = head.Groups["level"].Value,
            Pid = Int(head.Groups["pid"].Value),
            Tid = Int(head.Groups["tid"].Value),
            Connection = long.TryParse(head.Groups["conn"].Value, CultureInfo.InvariantCulture, out var c) ? c : null,
        };
    }

    /// <summary>People paste lines without their beginning; a known upstream phrase is enough then.</summary>
    static ErrorLine? Bare(string line)
    {
        var start = BareStart().Match(line);
        if (!start.Success) return null;
        var (message, fields) = Split(line[start.Groups["text"].Index..]);
        return Of(message, fields, line);
    }

    static ErrorLine Of(string message, Dictionary<string, string> fields, string raw) => new(
        null, null, null, null, null, message, ErrnoOf(message), PhaseOf(message), fields.GetValueOrDefault("client"), fields.GetValueOrDefault("server"),
        fields.GetValueOrDefault("request"), fields.GetValueOrDefault("upstream"), fields.GetValueOrDefault("host"), fields.GetValueOrDefault("referrer"),
        fields.GetValueOrDefault("login"), raw);

    /// <summary>The message, then ", name: value" pairs; a value is quoted, or runs to the next pair.</summary>
    static (string Message, Dictionary<string, string> Fields) Split(string text)
    {
        var fields = new Dictionary<string, string>();
        // a user name is whatever the client sent, even a whole log line: the real fields are the last ones
        var first = FirstField().Match(text, text.StartsWith("user \"", StringComparison.Ordinal) ? Math.Max(text.LastIndexOf(", client: ", StringComparison.Ordinal), 0) : 0);
        if (!first.Success) return (text.TrimEnd().TrimEnd(','), fields);
        var at = first.Index;
        while (at < text.Length)
        {
            var name = Fields.FirstOrDefault(f => string.CompareOrdinal(text, at, ", " + f + ": ", 0, f.Length + 4) == 0 || AtEnd(text, at, f));
            if (name is null) break;
            var from = Math.Min(at + name.Length + 4, text.Length);
            var to = from < text.Length && text[from] == '"' ? QuotedEnd(text, ++from) : NextField(text, from);
            fields.TryAdd(name, text[from..to]);
            at = to < text.Length && text[to] == '"' ? to + 1 : to;
        }
        return (text[..first.Index], fields);
    }

    static bool AtEnd(string text, int at, string field) => text.Length - at == field.Length + 3 && text.EndsWith(", " + field + ":", StringComparison.Ordinal);

    /// <summary>A quote ends a value only before ", name:" or the end, since requests may hold quotes.</summary>
    static int QuotedEnd(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
            if (text[at] == '"' && (at == text.Length - 1 || (at + 1 < text.Length && NextField(text, at + 1) == at + 1) || string.IsNullOrWhiteSpace(text[(at + 1)..]))) return at;
        return text.Length;
    }

    static int NextField(string text, int from)
    {
        var next = AnyField().Match(text, from);
        return next.Success ? next.Index : text.Length;
    }

    static DateTime? TimeOf(string text) =>
        DateTime.TryParseExact(text, "yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    static int? Int(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var n) ? n : null;

    static int? ErrnoOf(string message) => ErrnoText().Match(message) is { Success: true } m ? Int(m.Groups[1].Value) : null;

    static string? PhaseOf(string message) => PhaseText().Matches(message) is { Count: > 0 } all ? all[^1].Groups[1].Value : null;

    // 2026/11/22 17:05:27 [error] 971#971: *12 connect() failed ...
    [GeneratedRegex(@"(?:(?<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) )?\[(?<level>debug|info|notice|warn|error|crit|alert|emerg)\] (?<pid>\d+)#(?<tid>\d+): (?:\*(?<conn>\d+) )?")]
    private static partial Regex Head();

    // *6 connect() failed (111: Connection refused) while connecting to upstream   |   nginx: [emerg] host not found in upstream "api"
    [GeneratedRegex(@"^(?:.*?nginx: )?(?:\[(?:emerg|alert|crit|error|warn)\] )?(?:\d* ?\*?\d* )?(?<text>(?:(?:connect|recv|readv|send|sendfile|writev|socket|bind|open|pwrite|pwritev|write|mkdir|malloc|accept4?|SSL_[a-z_]+)\(|upstream |no live upstreams|host not found in upstream|\d+ worker_connections|client intended|peer closed|.{1,200} could not be resolved|FastCGI sent in stderr|no resolver defined).*)", RegexOptions.IgnoreCase)]
    private static partial Regex BareStart();

    // ..., client: 10.0.0.1, server: _, request: "GET / HTTP/1.1"
    [GeneratedRegex(@", (?:client|server|request|upstream|host): |, client:$|, (?=client\.)")]
    private static partial Regex FirstField();

    // , upstream: "http://127.0.0.1:3000/"
    [GeneratedRegex(@", (?:client|server|request|subrequest|upstream|host|login|referrer):(?: |$)")]
    private static partial Regex AnyField();

    // (111: Connection refused)
    [GeneratedRegex(@"\((\d{1,3}): [A-Z]")]
    private static partial Regex ErrnoText();

    // ... while reading response header from upstream
    [GeneratedRegex(@"while (in http auth state|connecting to upstream|reading response header from upstream|sending request to upstream|reading upstream|sending to client|SSL handshaking to upstream|SSL handshaking|proxying upgraded connection|proxying connection|reading client request body|reading client request headers|reading client request line|reading client pipelined request line|resolving|logging request|closing request|waiting for request|keepalive|processing HTTP/2 connection|reading PROXY protocol|requesting certificate status|initializing session|sending response to client|in http request|reading trailer from upstream|[a-z ]+ upstream)")]
    private static partial Regex PhaseText();
}
