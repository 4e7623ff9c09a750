using System.Text.Json;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// A verdict from evidence somebody pasted or recorded: raw error-log lines, or the evidence JSON of the contract,
/// section 3.
/// </summary>
/// <remarks>No host is asked and no clock read: the newest line is "now".</remarks>
public static class PastedEvidence
{
    static readonly TimeSpan Since = TimeSpan.FromDays(3650);

    /// <summary>The last so many characters of a log are looked at.</summary>
    const int MostText = 8_000_000;

    const int MostKeys = 100;

    /// <returns>The verdict, or what is wrong with the text.</returns>
    public static (Verdict? Verdict, string? Problem) Judge(string name, string text, DateTimeOffset at)
    {
        var json = text.AsSpan().TrimStart().StartsWith("{");
        if (json && text.Length > MostText)
            return (null, $"evidence JSON has at most {MostText} characters, this has {text.Length}");
        try
        {
            return json
                ? FromJson(name, text, at)
                : (Diagnostician.Judge(name, FromLog(name, text), Since, at, TimeSpan.Zero), null);
        }
        catch (JsonException e)
        {
            return (null, $"begins like JSON and is none: {e.Message}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, $"the evidence cannot be read: {e.Message}");
        }
    }

    static (Verdict? Verdict, string? Problem) FromJson(string name, string text, DateTimeOffset at)
    {
        using var document = JsonDocument.Parse(text);
        if (
            !document.RootElement.TryGetProperty("evidence", out var evidence)
            || evidence.ValueKind != JsonValueKind.Object
        )
            return (null, "evidence JSON has the form {\"evidence\": {\"nginx_error_log\": [...], ...}}");
        return (Diagnostician.Judge(name, FromJson(evidence), Since, at, TimeSpan.Zero), null);
    }

    static FactSheet FromLog(string name, string text)
    {
        if (text.Length <= MostText)
            return FromLines(name, text.Split('\n'));
        var facts = FromLines(name, text[^MostText..].Split('\n'));
        var unread = new UnreadableSource(
            $"the first {text.Length - MostText} characters",
            "only the end of a very long log is looked at"
        );
        facts.Add(new(name, true, TimeSpan.Zero, null, true, [unread]), "", null);
        return facts;
    }

    static FactSheet FromLines(string name, IReadOnlyList<string> lines)
    {
        var facts = new FactSheet();
        var read = NginxOwn(lines).Select(ErrorLine.Read).OfType<ErrorLine>().ToList();
        return read.Count > 0 ? facts.With(new ErrorLog(read, read.Count, [name])) : facts;
    }

    /// <summary>
    /// The lines without those that an application wrote inside an entry of nginx: text from FastCGI's stderr keeps its
    /// line breaks.
    /// </summary>
    static IEnumerable<string> NginxOwn(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            yield return lines[at];
            if (lines[at].Contains("FastCGI sent in stderr: \""))
                at = EndOfEntry(lines, at);
        }
    }

    /// <summary>nginx cuts an entry at 2048 bytes.</summary>
    const int LongestEntry = 2048;

    /// <returns>The line with the end of the entry that begins here; the same line when no end was pasted.</returns>
    static int EndOfEntry(IReadOnlyList<string> lines, int begin)
    {
        var length = 0;
        for (var at = begin; at < lines.Count && length < LongestEntry; length += lines[at++].Length + 1)
            if (lines[at].Contains("\" while "))
                return at;
        return begin;
    }

    static FactSheet FromJson(JsonElement evidence)
    {
        var values = new Dictionary<string, List<string>>();
        foreach (var property in evidence.EnumerateObject().Take(MostKeys))
            values[property.Name] = LinesOf(property.Value);
        List<string> Lines(string key) => values.GetValueOrDefault(key, []);

        var facts = FromLines("nginx_error_log", Lines("nginx_error_log"));
        if (Lines("nginx_conf") is { Count: > 0 } conf)
            facts.With(ConfigurationReader.Read(string.Join('\n', conf)));
        if (
            Lines("access_log").Select(AccessFormat.Guess).OfType<AccessLine>().ToList() is
            { Count: > 0 } requests
        )
            facts.With(
                new AccessLogs(
                    requests.Count,
                    requests.GroupBy(r => r.Status!.Value).ToDictionary(g => g.Key, g => (long)g.Count()),
                    requests,
                    []
                )
            );
        if (Lines("php_fpm_log").Select(PhpLogLine.Read).OfType<PhpLogLine>().ToList() is { Count: > 0 } php)
            facts.With(new PhpFpm([], php, []));
        if (Lines("dmesg").Concat(Lines("journal")).ToList() is { Count: > 0 } kernel)
            facts.With(KernelLogReader.Read(kernel, null));
        // every key is kept, known or not: it can be shown, and a later rule may read it
        foreach (var (key, lines) in values)
            facts.Add(new(key, true, TimeSpan.Zero, null, false, []), string.Join('\n', lines), null);
        return facts;
    }

    static List<string> LinesOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [.. value.GetString()!.Split('\n')],
            JsonValueKind.Array =>
            [
                .. value
                    .EnumerateArray()
                    .SelectMany(e =>
                        (e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText()).Split('\n')
                    ),
            ],
            _ => [],
        };
}
