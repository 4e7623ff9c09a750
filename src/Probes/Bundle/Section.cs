using System.Text;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Bundle;

/// <summary>Something a probe wanted to read and could not.</summary>
/// <param name="What">The file or command.</param>
/// <param name="Why">The reason in words.</param>
/// <param name="Mend">What would make it readable, for example a sudoers line; null when nothing is known.</param>
public sealed record Gap(string What, string Why, string? Mend = null);

/// <summary>What one probe printed.</summary>
public sealed record Section(string Probe, int ExitCode, string Text, bool Truncated, IReadOnlyList<Gap> Gaps)
{
    /// <summary>
    /// Its lines without the empty ones, none longer and not more of them than <see cref="ReadingLimits"/> allow.
    /// </summary>
    public IEnumerable<string> Lines => Each(Text).Where(l => l.Length > 0);

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
    /// Reads the bytes of one probe: UTF-8 where it is, Latin-1 where it is not, gaps taken out of the text.
    /// </summary>
    public static Section Of(string probe, int exitCode, ReadOnlySpan<byte> bytes, int maxBytes)
    {
        var text = Decode(bytes[..Math.Min(bytes.Length, maxBytes)]);
        var gaps = new List<Gap>();
        if (text.Contains(GapWord))
            text = WithoutGaps(text, gaps);
        return new(
            probe,
            exitCode,
            text,
            bytes.Length >= maxBytes || text.AsSpan().Count('\n') > ReadingLimits.Lines,
            gaps
        );
    }

    const int LongestGap = 600;

    const string GapWord = "@gap ";

    /// <summary>Takes the gaps out; of very many only the first are told.</summary>
    static string WithoutGaps(string text, List<Gap> gaps)
    {
        var kept = new StringBuilder(text.Length);
        var more = 0;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(GapWord))
                kept.Append(line).Append('\n');
            else if (gaps.Count < ReadingLimits.Gaps)
                gaps.Add(GapOf(line[GapWord.Length..]));
            else
                more++;
        }
        if (more > 0)
            gaps.Add(new("more", $"{more} further gaps are not told one by one"));
        return kept.ToString();
    }

    static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains('\uFFFD') ? Encoding.Latin1.GetString(bytes) : text;
    }

    static Gap GapOf(string line)
    {
        var parts = line[..Math.Min(line.Length, LongestGap)].Split('\t');
        return new(parts[0], parts.ElementAtOrDefault(1) ?? "not readable", parts.ElementAtOrDefault(2));
    }
}
