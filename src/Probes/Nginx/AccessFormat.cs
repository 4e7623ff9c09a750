using System.Text;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>A compiled <c>log_format</c>: turns lines of that format into <see cref="AccessLine"/>s.</summary>
public sealed partial class AccessFormat
{
    /// <summary>Variables of one format; the longest we know has 30.</summary>
    const int MostVariables = 60,
        LongestTemplate = 2_000;

    readonly Regex _pattern;
    readonly bool _isJson;

    AccessFormat(string name, Regex pattern, bool isJson = false) =>
        (Name, _pattern, _isJson) = (name, pattern, isJson);

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
            return Compile(name, template);
        }
        catch (NotSupportedException)
        {
            return new(name, Never()); // .NET will not build a pattern of that size
        }
    }

    public static readonly AccessFormat Combined = Compile(
        "combined",
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
            + "\"$http_user_agent\""
    );

    /// <summary>
    /// Formats that are common enough to try when the configuration does not say: most specific first.
    /// </summary>
    static readonly AccessFormat[] Common =
    [
        Compile(
            "npm",
            "[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "
                + "\"$request_uri\" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] [Sent-to "
                + "$upstream_addr] \"$http_user_agent\" \"$http_referer\""
        ),
        Compile(
            "npm",
            "[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "
                + "\"$request_uri\" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] "
                + "\"$http_user_agent\" \"$http_referer\""
        ),
        Compile(
            "npmplus",
            "[$time_local] $host $remote_addr $request_time \"$request\" $status $body_bytes_sent "
                + "$request_length $http_referer $http_user_agent"
        ),
        Compile(
            "ingress",
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
                + "\"$http_user_agent\" $request_length $request_time [$proxy_upstream_name] [$alternative] "
                + "$upstream_addr $upstream_response_length $upstream_response_time $upstream_status $request_id"
        ),
        Compile(
            "guide",
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
                + "\"$http_user_agent\" upstream_addr: $upstream_addr upstream_status: $upstream_status "
                + "request_time: $request_time upstream_response_time: $upstream_response_time"
        ),
        Combined,
        Compile(
            "vhost_combined",
            "$host $remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
                + "\"$http_referer\" \"$http_user_agent\""
        ),
        Compile(
            "common",
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
        ),
        Compile(
            "vhost_xff",
            "$host $xff, $remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
                + "\"$http_referer\" \"$http_user_agent\""
        ),
        Compile(
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
        if (JsonAccessLine.Read(line) is { } json)
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
        if (_isJson)
            return JsonAccessLine.Read(line);
        try
        {
            var match = _pattern.Match(line);
            return match.Success ? AccessLine.Of(name => ValueOf(match, name), line) : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null; // a hostile line is no reason to stop
        }
    }

    static string? ValueOf(Match match, string name) =>
        match.Groups[name] is { Success: true } g ? g.Value : null;

    static AccessFormat Compile(string name, string template)
    {
        if (template.TrimStart().StartsWith('{'))
            return new(name, Never(), isJson: true);
        const RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        return new(name, new Regex(PatternOf(template), options, PatternTime.Limit));
    }

    static string PatternOf(string template)
    {
        var pattern = new StringBuilder("^");
        var seen = new HashSet<string>();
        var last = 0;
        foreach (Match variable in Variable().Matches(template))
        {
            pattern.Append(Literal(template[last..variable.Index]));
            last = variable.Index + variable.Length;
            var name = variable.Groups[1].Value;
            var body = Body(name, next: last < template.Length ? template[last] : '\0');
            pattern.Append(seen.Add(name) ? $"(?<{name}>{body})" : $"(?:{body})");
        }
        return pattern.Append(Literal(template[last..].TrimEnd())).ToString();
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
