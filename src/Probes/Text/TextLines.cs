namespace ChatOps502.Probes.Text;

/// <summary>How the lines that a script prints are taken apart.</summary>
static class TextLines
{
    /// <summary>What follows the mark, such as <c>@file </c>; null for a line that does not begin with it.</summary>
    public static string? After(this string line, string mark) =>
        line.StartsWith(mark) ? line[mark.Length..] : null;

    /// <summary>What follows the mark in each line that begins with it.</summary>
    public static IEnumerable<string> After(this IEnumerable<string> lines, string mark) =>
        lines.Where(line => line.StartsWith(mark)).Select(line => line[mark.Length..]);

    /// <summary>What stands between blanks, however many they are.</summary>
    public static string[] Words(this string line) =>
        line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The first words, and the rest of the line as the last one.</summary>
    public static string[] Words(this string line, int count) =>
        line.Split((char[]?)null, count, StringSplitOptions.RemoveEmptyEntries);
}
