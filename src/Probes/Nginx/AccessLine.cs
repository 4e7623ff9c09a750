using System.Globalization;
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
)
{
    /// <summary>Bytes that each back end sent; null when the log does not tell.</summary>
    public string? UpstreamLength { get; init; }

    /// <summary>Puts the variables of a line together.</summary>
    /// <param name="variable">Its value by its name in nginx, null when the line has none.</param>
    /// <param name="raw">The whole line.</param>
    /// <returns>Null when it has no status: then it is no request.</returns>
    internal static AccessLine? Of(Func<string, string?> variable, string raw)
    {
        string? Get(params string[] names) =>
            names.Select(variable).FirstOrDefault(v => v is not null and not "-");
        if (Numbers.Int(Get("status")) is not (>= 100 and <= 599 and var status))
            return null;
        var request = RequestLine.Read(Get("request"));
        return new(
            Time: TimeOf(Get("time_local")) ?? TimeOf(Get("time_iso8601")) ?? TimeOf(Get("msec")),
            Status: status,
            RemoteAddr: LastWord(Get("remote_addr")),
            User: Get("remote_user"),
            Request: request.Text,
            Method: Get("request_method") ?? request.Method,
            Path: Get("request_uri", "uri") ?? request.Path,
            Protocol: request.Protocol ?? Get("server_protocol"),
            Bytes: Numbers.Long(Get("body_bytes_sent", "bytes_sent")),
            Referer: Get("http_referer"),
            UserAgent: Get("http_user_agent"),
            Host: Get("host", "http_host", "server_name"),
            UpstreamAddr: Get("upstream_addr"),
            UpstreamStatus: Get("upstream_status"),
            RequestTime: Get("request_time"),
            UpstreamResponseTime: Get("upstream_response_time"),
            Raw: raw
        )
        {
            UpstreamLength = Get("upstream_response_length", "upstream_bytes_received"),
        };
    }

    static string? LastWord(string? text) => text?[(text.LastIndexOf(' ') + 1)..];

    static DateTimeOffset? TimeOf(string? text) =>
        text is null ? null : LocalTime(text) ?? EpochTime(text) ?? LogTime.Read(text);

    /// <summary>22/Nov/2026:17:05:27 +0000</summary>
    static DateTimeOffset? LocalTime(string text)
    {
        const string format = "dd/MMM/yyyy:HH:mm:sszzz";
        var joined = text.Replace(" +", "+").Replace(" -", "-");
        var isTime = DateTimeOffset.TryParseExact(
            joined,
            format,
            null,
            DateTimeStyles.None,
            out var time
        );
        return isTime ? LogTime.Of(time) : null;
    }

    /// <summary>1795366572.123</summary>
    static DateTimeOffset? EpochTime(string text)
    {
        const NumberStyles style = NumberStyles.Float;
        var isNumber = double.TryParse(text, style, null, out var seconds);
        return text.Length > 9 && isNumber && seconds is > 1e8 and < 1e11
            ? LogTime.OfEpoch(seconds)
            : null;
    }
}

/// <summary>The request line of a client: GET /path HTTP/1.1. Scanners send anything, then only the text is
/// there.</summary>
readonly record struct RequestLine(string? Text, string? Method, string? Path, string? Protocol)
{
    public static RequestLine Read(string? text)
    {
        var words = text?.Split(' ') ?? [];
        if (words.Length < 2 || words[0].Length == 0 || !words[0].All(char.IsAsciiLetterUpper))
            return new(text, null, null, null);
        if (words.Length < 3 || !words[^1].StartsWith("HTTP/"))
            return new(text, words[0], words[1], null);
        return new(text, words[0], string.Join(' ', words[1..^1]).Trim(), words[^1]);
    }
}
