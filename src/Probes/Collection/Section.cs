using System.Text;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Collection;

/// <summary>What one probe printed.</summary>
public sealed record Section(
    string Probe,
    int ExitCode,
    string Text,
    bool Truncated,
    IReadOnlyList<UnreadableSource> Unreadable
)
{
    const int LongestReason = 600;

    /// <summary>Begins a line of the prelude's <c>cannot_read</c>.</summary>
    const string UnreadableWord = "@unreadable ";

    /// <summary>Its lines without the empty ones, within the <see cref="ReadingLimits"/>.</summary>
    public IEnumerable<string> Lines => Each(Text).Where(line => line.Length > 0);

    /// <summary>The lines of a text, empty ones included.</summary>
    public static IEnumerable<string> Each(string text)
    {
        var from = 0;
        for (var lines = 0; from <= text.Length && lines < ReadingLimits.Lines; lines++)
        {
            var end = text.IndexOf('\n', from) is >= 0 and var at ? at : text.Length;
            yield return text[from..Math.Min(end, from + ReadingLimits.Line)].TrimEnd('\r');
            from = end + 1;
        }
    }

    /// <summary>
    /// Decodes what one probe printed: UTF-8 where it is, Latin-1 where it is not. What it could not read is taken out
    /// of the text.
    /// </summary>
    public static Section Decode(string probe, int exitCode, ReadOnlySpan<byte> bytes, int maxBytes)
    {
        var text = TextOf(bytes[..Math.Min(bytes.Length, maxBytes)]);
        var unreadable = new List<UnreadableSource>();
        if (text.Contains(UnreadableWord))
            text = TakeOutUnreadable(text, unreadable);
        var isCut = bytes.Length >= maxBytes || text.AsSpan().Count('\n') > ReadingLimits.Lines;
        return new(probe, exitCode, text, isCut, unreadable);
    }

    /// <summary>Of very many only the first are listed.</summary>
    static string TakeOutUnreadable(string text, List<UnreadableSource> unreadable)
    {
        var kept = new StringBuilder(text.Length);
        var more = 0;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(UnreadableWord))
                kept.Append(line).Append('\n');
            else if (unreadable.Count < ReadingLimits.UnreadableSources)
                unreadable.Add(ReadUnreadable(line[UnreadableWord.Length..]));
            else
                more++;
        }
        if (more > 0)
            unreadable.Add(new("more", $"{more} more sources could not be read"));
        return kept.ToString();
    }

    static string TextOf(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains('\uFFFD') ? Encoding.Latin1.GetString(bytes) : text;
    }

    static UnreadableSource ReadUnreadable(string line)
    {
        var parts = line[..Math.Min(line.Length, LongestReason)].Split('\t');
        return new(parts[0], parts.ElementAtOrDefault(1) ?? "not readable", parts.ElementAtOrDefault(2));
    }
}
