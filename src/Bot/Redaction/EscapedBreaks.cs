namespace ChatOps502.Bot.Redaction;

/// <summary>
/// In a text that was escaped (\n, \r, \t) the letter would look like part of the word behind it. While the rules look
/// at it,
/// a sign that is no letter stands in its place.
/// </summary>
static class EscapedBreaks
{
    public const char Line = '\uE06E',
        Return = '\uE072',
        Tab = '\uE074';

    public static bool IsBreak(char c) => c is Line or Return;

    /// <returns>The text itself when it holds none.</returns>
    public static string Hide(string text)
    {
        if (!text.Contains('\\'))
            return text;
        return Replaced(
            text,
            c =>
                c switch
                {
                    'n' => Line,
                    'r' => Return,
                    't' => Tab,
                    _ => c,
                }
        );
    }

    public static string Show(string text) =>
        Replaced(
            text,
            c =>
                c switch
                {
                    Line => 'n',
                    Return => 'r',
                    Tab => 't',
                    _ => c,
                }
        );

    static string Replaced(string text, Func<char, char> other)
    {
        char[]? copy = null;
        for (
            var at = 0;
            text.AsSpan(at).IndexOf('\\') is >= 0 and var hit;
            at = Math.Min(text.Length, at + hit + 1)
        )
        {
            var next = at + hit + 1;
            if (next >= text.Length || other(text[next]) is var c && c == text[next])
                continue;
            copy ??= text.ToCharArray();
            copy[next] = c;
        }
        return copy is null ? text : new(copy);
    }
}
