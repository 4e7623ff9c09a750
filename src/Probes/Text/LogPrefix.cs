using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatOps502.Probes.Text;

/// <summary>A line of a program, and what a log collector or a chat put around it.</summary>
/// <param name="Who">The service or container that compose or journald names; null when nothing does.</param>
/// <param name="Text">What the program itself wrote; more than one line where the collector kept them together.</param>
public sealed partial record LogPrefix(string? Who, string Text)
{
    /// <summary>Takes away docker's JSON, compose's names, a kubelet's times, quotation marks of mail.</summary>
    public static LogPrefix Strip(string line)
    {
        var text = Quote().Replace(line, "").TrimEnd('\r');
        if (InJson(text) is { } inner)
            return inner;
        if (Kubelet().Match(text) is { Success: true } kubelet)
            return new(null, text[kubelet.Length..]);
        if (Compose().Match(text) is { Success: true } compose)
            return new(compose.Groups["who"].Value, Timestamp().Replace(text[compose.Length..], ""));
        return new(null, Timestamp().Replace(text, ""));
    }

    /// <summary>{"log":"...\n","stream":"stderr"} of docker, {"MESSAGE":"..."} of journald.</summary>
    static LogPrefix? InJson(string line)
    {
        var json = line.AsSpan().Trim();
        if (!json.StartsWith("{\"") || !json.EndsWith("}"))
            return null;
        if (
            !json.Contains("\"log\"", StringComparison.Ordinal)
            && !json.Contains("\"MESSAGE\"", StringComparison.Ordinal)
        )
            return null;
        try
        {
            using var document = JsonDocument.Parse(json.ToString());
            return ValueOf(document.RootElement, "log") ?? ValueOf(document.RootElement, "MESSAGE");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null; // no JSON, or half a character in it
        }
    }

    static LogPrefix? ValueOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? new(null, text.GetString()!.TrimEnd('\n', '\r'))
            : null;

    // > quoted in a mail
    [GeneratedRegex(@"^(?:> ?)+(?=\S)(?![A-Z]+ / HTTP|(?:GET|POST|HEAD|PUT|Host|User-Agent|Accept)\b)")]
    private static partial Regex Quote();

    // 2026-01-05T10:00:00.123456789Z stderr F
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) std(?:out|err) [FP] ")]
    private static partial Regex Kubelet();

    // web-1  |
    [GeneratedRegex(@"^(?<who>[A-Za-z][\w.-]{0,60})\s*\| ?")]
    private static partial Regex Compose();

    // 2026-01-05T10:00:00.123456789Z 2026/01/05 10:00:00 [error] ..., of docker logs -t
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z (?=\d{4}/\d\d/\d\d |[\da-f.:]+ - |\[\d\d)")]
    private static partial Regex Timestamp();
}
