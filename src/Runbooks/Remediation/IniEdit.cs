namespace ChatOps502.Runbooks.Remediation;

/// <summary>Sets values in one section of an ini file, comments and order kept.</summary>
public static class IniEdit
{
    /// <param name="text">The file.</param>
    /// <param name="section">Name without brackets.</param>
    /// <param name="settings">Such as <c>listen.mode = 0660</c>.</param>
    /// <returns>Null when the file has no such section.</returns>
    public static string? Apply(string text, string section, IEnumerable<string> settings)
    {
        var lines = text.Split('\n').ToList();
        var head = lines.FindIndex(l => l.Trim() == $"[{section}]");
        if (head < 0)
            return null;
        foreach (var setting in settings)
        {
            var end = lines.FindIndex(head + 1, l => l.TrimStart().StartsWith('['));
            if (end < 0)
                end = lines.Count;
            // the last one counts; else the place where the shipped file explains it
            var at = lines.FindLastIndex(end - 1, end - head - 1, l => Key(l) == Key(setting));
            if (at >= 0)
                lines[at] = setting;
            else if (
                lines.FindLastIndex(
                    end - 1,
                    end - head - 1,
                    l => l.StartsWith(';') && Key(l[1..]) == Key(setting)
                )
                is >= 0
                    and var shown
            )
                lines.Insert(shown + 1, setting);
            else
                lines.Insert(head + 1, setting);
        }
        return string.Join('\n', lines);
    }

    static string Key(string line) => line.Split('=')[0].Trim();
}
