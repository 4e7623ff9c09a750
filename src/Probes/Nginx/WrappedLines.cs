using System.Text.RegularExpressions;

namespace ChatOps502.Probes.Nginx;

/// <summary>Joins an error-log entry that a terminal or a mail has broken into several lines.</summary>
public static partial class WrappedLines
{
    const int MostParts = 8;

    public static IEnumerable<string> Join(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            var entry = lines[at];
            for (var parts = 1; parts < MostParts && at + 1 < lines.Count; parts++, at++)
            {
                if (!IsOpen(entry) || !Continues(entry, lines[at + 1]))
                    break;
                entry = Joined(entry, lines[at + 1]);
            }
            yield return entry;
        }
    }

    /// <summary>An entry of nginx that has not come to its last field.</summary>
    static bool IsOpen(string entry)
    {
        if (!Begins().IsMatch(entry))
            return false;
        return HasOpenQuote(entry) || entry.TrimEnd() is [.., ':' or ','] || !entry.Contains(", host: ");
    }

    static bool HasOpenQuote(string entry) => entry.AsSpan().Count('"') % 2 == 1;

    static bool Continues(string entry, string next) =>
        next.Trim().Length > 0
        && !StartsAnother().IsMatch(next)
        && (HasField().IsMatch(next) || HasOpenQuote(entry) && next.Contains('"') || EndsInside(entry));

    static bool EndsInside(string entry) =>
        entry.TrimEnd().EndsWith(" while") || entry.TrimEnd().EndsWith(" to");

    /// <summary>A terminal breaks inside a word, people and mails at a blank.</summary>
    static string Joined(string entry, string next)
    {
        var text = next.Trim();
        var isInsideWord =
            HasOpenQuote(entry) && entry.Length >= 70 && next.StartsWith(text[0]) && text[0] != '"';
        return isInsideWord ? entry.TrimEnd('\r') + text : entry.TrimEnd() + " " + text;
    }

    // 2026/01/05 10:00:00 [error] 20#20: *7 connect() failed
    [GeneratedRegex(@"\[(?:error|crit|alert|emerg|warn)\] \d+#\d+: ")]
    private static partial Regex Begins();

    // A date, a prompt, a heading, another program
    [GeneratedRegex(
        @"^\s*(?:\[?\d{4}[/-]\d\d|[A-Z][a-z]{2} +\d+ \d\d:|[$#●{\[]|\S+@\S+[:~]|[\d.]+ - |[\w.-]+\s*\| )"
    )]
    private static partial Regex StartsAnother();

    // upstream: "http://127.0.0.1:3000/"   |   while connecting to upstream
    [GeneratedRegex(
        @"(?:^|[\s,])(?:client|server|request|upstream|host|referrer): |^\s*(?:while|connecting to|reading response|reading upstream|to upstream|upstream,|failed \(|\(\d+: )|^\s*""(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) "
    )]
    private static partial Regex HasField();
}
