using System.Text.Json;
using ChatOps502.Probes.Bundle;
using ChatOps502.Probes.Kernel;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Php;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>A verdict from evidence somebody pasted or recorded: raw error-log lines, or the evidence JSON of the contract, section 3.</summary>
/// <remarks>No host is asked and no clock read: the newest line is "now".</remarks>
public static class PastedEvidence
{
    static readonly TimeSpan Since = TimeSpan.FromDays(3650);

    /// <returns>The verdict, or what is wrong with the text.</returns>
    public static (Verdict? Verdict, string? Problem) Judge(string name, string text, DateTimeOffset at)
    {
        if (!text.TrimStart().StartsWith('{')) return (Diagnostician.Judge(name, FromLines(name, text.Split('\n')), Since, at, TimeSpan.Zero), null);
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("evidence", out var evidence) || evidence.ValueKind != JsonValueKind.Object) return (null, "evidence JSON has the form {\"evidence\": {\"nginx_error_log\": [...], ...}}");
            return (Diagnostician.Judge(name, FromJson(evidence), Since, at, TimeSpan.Zero), null);
        }
        catch (JsonException e)
        {
            return (null, $"begins like JSON and is none: {e.Message}");
        }
    }

    static FactSheet FromLines(string name, IEnumerable<string> lines)
    {
        var facts = new FactSheet();
        var read = lines.Select(ErrorLine.Read).OfType<ErrorLine>().ToList();
        return read.Count > 0 ? facts.With(new ErrorLog(read, read.Count, [name])) : facts;
    }

    static FactSheet FromJson(JsonElement evidence)
    {
        List<string> Lines(string key) => evidence.TryGetProperty(key, out var v) ? v.ValueKind switch
        {
            JsonValueKind.String => [.. v.GetString()!.Split('\n')],
            JsonValueKind.Array => [.. v.EnumerateArray().SelectMany(e => (e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText()).Split('\n'))],
            _ => [],
        } : [];

        var facts = FromLines("nginx_error_log", Lines("nginx_error_log"));
        if (Lines("nginx_conf") is { Count: > 0 } conf) facts.With(ConfigurationReader.Read(string.Join('\n', conf)));
        if (Lines("access_log").Select(AccessFormat.Guess).OfType<AccessLine>().ToList() is { Count: > 0 } requests)
            facts.With(new AccessLogs(requests.Count, requests.GroupBy(r => r.Status!.Value).ToDictionary(g => g.Key, g => (long)g.Count()), requests, []));
        if (Lines("php_fpm_log").Select(PhpLogLine.Read).OfType<PhpLogLine>().ToList() is { Count: > 0 } php) facts.With(new PhpFpm([], php, []));
        if (Lines("dmesg").Concat(Lines("journal")).ToList() is { Count: > 0 } kernel) facts.With(KernelLogReader.Read(kernel, null));
        // every key is kept, known or not: it can be shown, and a later rule may read it
        foreach (var property in evidence.EnumerateObject()) facts.Add(new(property.Name, true, TimeSpan.Zero, null, false, []), string.Join('\n', Lines(property.Name)), null);
        return facts;
    }
}
