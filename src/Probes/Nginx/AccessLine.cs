using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>One request as the access log tells it. Absent fields are null; "-" counts as absent.</summary>
public sealed record AccessLine(
    DateTimeOffset? Time,
    int? Status,
    string? RemoteAddr,
    string? User,
    string? Request,
    string? Method,
    string? Path,
    string? Protocol,
    long? Bytes,
    string? Referer,
    string? UserAgent,
    string? Host,
    string? UpstreamAddr,
    string? UpstreamStatus,
    string? RequestTime,
    string? UpstreamResponseTime,
    string Raw
);

/// <summary>A compiled <c>log_format</c>: turns lines of that format into <see cref="AccessLine"/>s.</summary>
public sealed partial class AccessFormat
{
    /// <summary>Variables of one format; the longest we know has 30.</summary>
    const int MostVariables = 60,
        LongestTemplate = 2_000;

    readonly Regex _pattern;
    readonly bool _json;

    AccessFormat(string name, Regex pattern, bool json = false) => (Name, _pattern, _json) = (name, pattern, json);

    public string Name { get; }

    /// <summary>
    /// A format of a configuration. Whatever stands in it, a line costs its length: such patterns do not go back.
    /// </summary>
    /// <param name="template">The text of log_format with its $variables, quotes already removed.</param>
    public static AccessFormat Of(string name, string template)
    {
        if (template.Length > LongestTemplate || Variable().Count(template) > MostVariables)
            return new(name, Never());
        try
        {
            return Known(name, template);
        }
        catch (NotSupportedException)
        {
            return new(name, Never()); // .NET will not build a pattern of that size
        }
    }

    static AccessFormat Known(string name, string template)
    {
        if (template.TrimStart().StartsWith('{'))
            return new(name, Never(), json: true);
        var pattern = new StringBuilder("^");
        var last = 0;
        var seen = new HashSet<string>();
        foreach (Match variable in Variable().Matches(template))
        {
            pattern.Append(Literal(template[last..variable.Index]));
            var group = variable.Groups[1].Value;
            last = variable.Index + variable.Length;
            var next = last < template.Length ? template[last] : '\0';
            pattern.Append(seen.Add(group) ? $"(?<{group}>{Body(group, next)})" : $"(?:{Body(group, next)})");
        }
        pattern.Append(Literal(template[last..].TrimEnd()));
        return new(
            name,
            new Regex(
                pattern.ToString(),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                PatternTime.Limit
            )
        );
    }

    public static readonly AccessFormat Combined = Known(
        "combined",
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
            + "\"$http_user_agent\""
    );

    /// <summary>
    /// Formats that are common enough to try when the configuration does not say: most specific first.
    /// </summary>
    static readonly AccessFormat[] Common =
    [
        Known(
            "npm",
            "[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "
                + "\"$request_uri\" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] [Sent-to "
                + "$upstream_addr] \"$http_user_agent\" \"$http_referer\""
        ),
        Known(
            "npm",
            "[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "
                + "\"$request_uri\" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] "
                + "\"$http_user_agent\" \"$http_referer\""
        ),
        Known(
            "npmplus",
            "[$time_local] $host $remote_addr $request_time \"$request\" $status $body_bytes_sent "
                + "$request_length $http_referer $http_user_agent"
        ),
        Known(
            "ingress",
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
                + "\"$http_user_agent\" $request_length $request_time [$proxy_upstream_name] [$alternative] "
                + "$upstream_addr $upstream_response_length $upstream_response_time $upstream_status $request_id"
        ),
        Known(
            "guide",
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
                + "\"$http_user_agent\" upstream_addr: $upstream_addr upstream_status: $upstream_status "
                + "request_time: $request_time upstream_response_time: $upstream_response_time"
        ),
        Combined,
        Known(
            "vhost_combined",
            "$host $remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
                + "\"$http_referer\" \"$http_user_agent\""
        ),
        Known("common", "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"),
        Known(
            "vhost_xff",
            "$host $xff, $remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
                + "\"$http_referer\" \"$http_user_agent\""
        ),
        Known(
            "xff",
            "$xff, $remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
                + "\"$http_referer\" \"$http_user_agent\""
        ),
    ];

    /// <summary>
    /// Reads a line in this format, else in a well-known one, else as JSON. Null: not an access-log line.
    /// </summary>
    public AccessLine? Read(string line) => Exact(ReadingLimits.Cut(line)) ?? Guess(line);

    public static AccessLine? Guess(string line)
    {
        line = ReadingLimits.Cut(line);
        if (Json(line) is { } json)
            return json;
        if (Wrapping().Match(line) is { Success: true } wrapped)
            line = line[wrapped.Length..];
        foreach (var format in Common)
            if (format.Exact(line) is { } read)
                return read;
        return null;
    }

    AccessLine? Exact(string line)
    {
        if (_json)
            return Json(line);
        try
        {
            var match = _pattern.Match(line);
            return match.Success ? Of(name => match.Groups[name] is { Success: true } g ? g.Value : null, line) : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null; // a hostile line is no reason to stop
        }
    }

    static AccessLine? Json(string line)
    {
        var start = line.IndexOf('{');
        if (start < 0 || !line.TrimEnd().EndsWith('}'))
            return null;
        try
        {
            using var document = JsonDocument.Parse(line[start..]);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var p in document.RootElement.EnumerateObject())
                values.TryAdd(
                    p.Name,
                    p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText()
                );
            return Of(name => Aliases(name).Select(values.GetValueOrDefault).FirstOrDefault(v => v is not null), line);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null; // no JSON, or half a character in it
        }
    }

    static string[] Aliases(string name) =>
        name switch
        {
            "time_local" => ["time_local", "time", "@timestamp", "timestamp", "ts", "date"],
            "time_iso8601" => ["time_iso8601", "time", "@timestamp", "timestamp", "ts"],
            "msec" => ["msec", "time", "timestamp", "ts"],
            "status" => ["status", "status_code", "http_status", "response_code", "code"],
            "remote_addr" => ["remote_addr", "client", "client_ip", "remote_ip", "ip", "clientip"],
            "remote_user" => ["remote_user", "user"],
            "request_method" => ["request_method", "method", "verb"],
            "request_uri" => ["request_uri", "uri", "path", "url"],
            "body_bytes_sent" => ["body_bytes_sent", "bytes_sent", "bytes", "size"],
            "http_referer" => ["http_referer", "referer", "referrer", "http_referrer"],
            "http_user_agent" => ["http_user_agent", "user_agent", "agent"],
            "host" => ["host", "http_host", "vhost", "server_name", "domain"],
            "upstream_addr" => ["upstream_addr", "upstream"],
            _ => [name],
        };

    static AccessLine? Of(Func<string, string?> field, string raw)
    {
        string? Get(params string[] names) => names.Select(field).FirstOrDefault(v => v is not null and not "-");
        if (!int.TryParse(Get("status"), out var status) || status is < 100 or > 599)
            return null;
        var request = Get("request");
        var words = request?.Split(' ') ?? [];
        // scanners send anything
        var isMethod = words.Length >= 2 && words[0].Length > 0 && words[0].All(char.IsAsciiLetterUpper);
        var whole = isMethod && words.Length >= 3 && words[^1].StartsWith("HTTP/");
        return new(
            TimeOf(Get("time_local")) ?? TimeOf(Get("time_iso8601")) ?? TimeOf(Get("msec")),
            status,
            Address(Get("remote_addr")),
            Get("remote_user"),
            request,
            Get("request_method") ?? (isMethod ? words[0] : null),
            Get("request_uri", "uri")
                ?? (
                    whole ? string.Join(' ', words[1..^1]).Trim()
                    : isMethod ? words[1]
                    : null
                ),
            whole ? words[^1] : Get("server_protocol"),
            long.TryParse(Get("body_bytes_sent", "bytes_sent"), out var b) ? b : null,
            Get("http_referer"),
            Get("http_user_agent"),
            Get("host", "http_host", "server_name"),
            Get("upstream_addr"),
            Get("upstream_status"),
            Get("request_time"),
            Get("upstream_response_time"),
            raw
        );
    }

    static string? Address(string? text) => text is null ? null : text[(text.LastIndexOf(' ') + 1)..];

    static DateTimeOffset? TimeOf(string? text)
    {
        if (text is null)
            return null;
        if (
            DateTimeOffset.TryParseExact(
                text.Replace(" +", "+").Replace(" -", "-"),
                "dd/MMM/yyyy:HH:mm:sszzz",
                null,
                DateTimeStyles.None,
                out var local
            )
        )
            return LogTime.Of(local);
        if (
            text.Length > 9
            && double.TryParse(text, NumberStyles.Float, null, out var epoch)
            && epoch is > 1e8 and < 1e11
        )
            return LogTime.OfEpoch(epoch);
        return DateTimeOffset.TryParse(text, null, DateTimeStyles.AssumeUniversal, out var iso)
            ? LogTime.Of(iso)
            : null;
    }

    static string Literal(string text) => Spaces().Replace(Regex.Escape(text).Replace("\\ ", " "), @" +");

    static string Body(string name, char next) =>
        name switch
        {
            "status" => "[1-5]\\d\\d",
            "body_bytes_sent" or "bytes_sent" or "request_length" => "\\d+|-",
            "time_local" => "[^\\]\"]+",
            "http_user_agent" when next == '\0' => ".*",
            "xff" => ".*?",
            // lists such as "10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80" hold spaces
            _ when name.StartsWith("upstream_") => "[^\", ]*(?:(?:, | : )[^\", ]+)*",
            _ when next == '"' => "(?:[^\"\\\\]|\\\\.)*",
            _ when next == ']' => "[^\\]]*",
            _ when next == '\0' => "\\S*",
            _ when next == ' ' => "[^ \"]*",
            _ => $"[^{Regex.Escape(next.ToString())}]*",
        };

    [GeneratedRegex(@"\$\{?([a-zA-Z_][a-zA-Z0-9_]*)\}?")]
    private static partial Regex Variable();

    // Jul  8 11:07:07 web-01 nginx[2869]:
    [GeneratedRegex(@"^[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \S+ \S+?(?:\[\d+\])?: ")]
    private static partial Regex Wrapping();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex("(?!)")]
    private static partial Regex Never();
}
