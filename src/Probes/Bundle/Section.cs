using System.Text;

namespace ChatOps502.Probes.Bundle;

/// <summary>Something a probe wanted to read and could not.</summary>
/// <param name="What">The file or command.</param>
/// <param name="Why">The reason in words.</param>
/// <param name="Mend">What would make it readable, for example a sudoers line; null when nothing is known.</param>
public sealed record Gap(string What, string Why, string? Mend = null);

/// <summary>What one probe printed.</summary>
public sealed record Section(string Probe, int ExitCode, string Text, bool Truncated, IReadOnlyList<Gap> Gaps)
{
    public IEnumerable<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r'));

    /// <summary>Reads the bytes of one probe: UTF-8 where it is, Latin-1 where it is not, gaps taken out of the text.</summary>
    public static Section Of(string probe, int exitCode, ReadOnlySpan<byte> bytes, int maxBytes)
    {
        var text = Decode(bytes);
        var gaps = new List<Gap>();
        if (text.Contains("@gap ", StringComparison.Ordinal))
        {
            var kept = new StringBuilder(text.Length);
            foreach (var line in text.Split('\n'))
            {
                if (line.StartsWith("@gap ", StringComparison.Ordinal)) gaps.Add(GapOf(line[5..]));
                else kept.Append(line).Append('\n');
            }
            text = kept.ToString();
        }
        return new(probe, exitCode, text, bytes.Length >= maxBytes, gaps);
    }

    static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains('\uFFFD') ? Encoding.Latin1.GetString(bytes) : text;
    }

    static Gap GapOf(string line)
    {
        var parts = line.Split('\t');
        return new(parts[0], parts.ElementAtOrDefault(1) ?? "not readable", parts.ElementAtOrDefault(2));
    }
}
