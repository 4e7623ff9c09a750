using System.Text;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>Puts values of <c>set</c> where their variables stand: <c>$name</c> or <c>${name}</c>.</summary>
static class Variables
{
    /// <summary>A value may hold further variables; one that holds itself ends here, too.</summary>
    const int Rounds = 4;

    /// <param name="text">As written.</param>
    /// <param name="values">By name without the dollar.</param>
    public static string PutInto(string text, IReadOnlyDictionary<string, string> values)
    {
        for (var round = 0; round < Rounds && values.Count > 0 && text.Contains('$'); round++)
        {
            var filled = Once(ReadingLimits.Cut(text), values);
            if (filled == text)
                break;
            text = filled;
        }
        return ReadingLimits.Cut(text);
    }

    static string Once(string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = new StringBuilder();
        for (var at = 0; at < text.Length && filled.Length <= ReadingLimits.Line; )
        {
            var (name, end) = text[at] == '$' ? NameAt(text, at + 1) : ("", at + 1);
            if (values.TryGetValue(name, out var value))
                filled.Append(value);
            else
                filled.Append(text, at, end - at);
            at = end;
        }
        return filled.ToString();
    }

    static (string Name, int End) NameAt(string text, int from)
    {
        var braced = from < text.Length && text[from] == '{';
        if (braced)
            from++;
        var end = from;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        var name = text[from..end];
        if (!braced)
            return (name, end);
        return end < text.Length && text[end] == '}' ? (name, end + 1) : ("", end);
    }
}
