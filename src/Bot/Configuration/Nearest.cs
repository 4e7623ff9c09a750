namespace ChatOps502.Bot.Configuration;

/// <summary>The nearest right word for a wrong one.</summary>
public static class Nearest
{
    /// <summary>Null when nothing is near enough to be meant.</summary>
    public static string? Of(string word, IEnumerable<string> known) =>
        known
            .Select(k => (k, d: Distance(word.ToUpperInvariant(), k.ToUpperInvariant())))
            .Where(x =>
                x.d <= Math.Max(2, word.Length / 2)
                || x.k.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            )
            .OrderBy(x => x.d)
            .Select(x => x.k)
            .FirstOrDefault();

    /// <summary>Edits from one word to the other; two neighbours swapped count once.</summary>
    static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        for (var j = 1; j <= b.Length; j++)
        {
            d[i, j] = Math.Min(
                Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
                d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            );
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
        }
        return d[a.Length, b.Length];
    }

    /// <summary>There is no such thing: the nearest right name, and all known ones.</summary>
    public static string NoSuch(string kind, string name, IReadOnlyList<string> known)
    {
        var hint = Of(name, known) is { } near ? $"; did you mean {near}?" : ".";
        return $"there is no {kind} '{name}'{hint} Known: {string.Join(", ", known)}";
    }
}
