namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>Entries of nginx's error log that hold text of an application.</summary>
static class NginxEntries
{
    /// <summary>nginx cuts an entry at 2048 bytes.</summary>
    const int LongestEntry = 2048;

    /// <summary>
    /// The lines without those that an application wrote inside an entry of nginx: text from FastCGI's stderr keeps its
    /// line breaks.
    /// </summary>
    public static IEnumerable<string> WithoutForeignLines(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            yield return lines[at];
            if (lines[at].Contains("FastCGI sent in stderr: \""))
                at = EndOfEntry(lines, at);
        }
    }

    /// <returns>The line with the end of the entry that begins here; the same line when no end was pasted.</returns>
    static int EndOfEntry(IReadOnlyList<string> lines, int begin)
    {
        var length = 0;
        for (var at = begin; at < lines.Count && length < LongestEntry; length += lines[at++].Length + 1)
            if (lines[at].Contains("\" while "))
                return at;
        return begin;
    }
}
