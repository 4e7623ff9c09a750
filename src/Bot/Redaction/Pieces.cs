using System.Text;

namespace ChatOps502.Bot.Redaction;

/// <summary>Long texts a few lines at a time: no rule gets more than it can look through in a moment.</summary>
static class Pieces
{
    const int Long = 32 << 10,
        Longest = 256 << 10;

    public static string Each(string text, Func<string, string> mask)
    {
        if (text.Length <= Long)
            return mask(text);
        var masked = new StringBuilder(text.Length);
        for (var from = 0; from < text.Length; )
        {
            var to = EndOf(text, from);
            masked.Append(mask(text[from..to]));
            from = to;
        }
        return masked.ToString();
    }

    /// <summary>
    /// After the last line end that fits; a line without one is cut where words end, at the latest at its limit.
    /// </summary>
    static int EndOf(string text, int from)
    {
        var most = Math.Min(text.Length, from + Long);
        if (most == text.Length)
            return most;
        var line = text.LastIndexOf('\n', most - 1, most - from);
        if (line > from)
            return line + 1;
        var end = text.IndexOfAny(['\n', ' '], most, Math.Min(text.Length, from + Longest) - most);
        return end < 0 ? Math.Min(text.Length, from + Longest) : end + 1;
    }
}
