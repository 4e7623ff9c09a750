using System.Buffers;

namespace ChatOps502.Bot.Redaction;

/// <summary>
/// Passwords on command lines: mysql -psecret, sshpass -p secret, curl -u user:secret, redis-cli -a secret.
/// </summary>
sealed class CommandOptions : IRule
{
    static readonly SearchValues<string> Programs = SearchValues.Create(
        [
            .. OptionWalk.ProgramNames,
            "docker login",
            "podman login",
            "helm registry login",
            "az login",
            "oc login",
        ],
        StringComparison.Ordinal
    );

    public string Mask(string text)
    {
        var cover = new Cover(text);
        for (var at = 0; text.AsSpan(at).IndexOfAny(Programs) is >= 0 and var hit; )
            at = Math.Min(text.Length, Line(text, cover, WordStart(text, at + hit, at)));
        return cover.Text;
    }

    static int WordStart(string text, int hit, int floor)
    {
        for (
            var i = 0;
            i < 64
                && hit > floor
                && text[hit - 1]
                    is not (
                        ' '
                        or '\t'
                        or '\n'
                        or '"'
                        or '\''
                        or '`'
                        or '('
                        or EscapedBreaks.Line
                        or EscapedBreaks.Tab
                    );
            i++
        )
            hit--;
        return hit;
    }

    /// <returns>Where the line ends.</returns>
    static int Line(string text, Cover cover, int at)
    {
        var walk = new OptionWalk();
        while (at < text.Length && !IsLineEnd(text[at]))
        {
            if (text[at] is ' ' or '\t' or EscapedBreaks.Tab || IsQuote(text, at) && !walk.WantsValue)
            {
                at++;
                continue;
            }
            if (text[at] is '|' or ';' or '&')
            {
                walk.Reset();
                at++;
                continue;
            }
            var end = WordEnd(text, at, walk.WantsValue || text[at] == '-');
            Look(text, cover, walk, at, end);
            at = Math.Max(end, at + 1);
        }
        return at + 1;
    }

    static void Look(string text, Cover cover, OptionWalk walk, int at, int end)
    {
        var (start, stop) = (at, end);
        // the quotes around a word, and what a sentence puts behind it
        while (start < stop && text[start] is '"' or '\'' or '`' or '(' or '\\')
            start++;
        while (stop > start && text[stop - 1] is '"' or '\'' or '`' or '\\')
            stop--;
        var (from, to) = walk.Look(text.AsSpan(start, stop - start));
        if (to <= from)
            return;
        while (to > from + 1 && text[start + to - 1] is ')' or ';' or ',' or '"' or '\'')
            to--;
        if (text[start + from] is '"' or '\'')
            from++;
        cover.Hide(start + from, start + to);
    }

    static bool IsLineEnd(char c) => c is '\n' or '\r' || EscapedBreaks.IsBreak(c);

    static bool IsQuote(string text, int at) =>
        text[at] is '"' or '\'' or '`'
        || text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'' or '\\';

    /// <summary>A blank ends a word outside of quotes, which hold a value together; the line ends every one.</summary>
    static int WordEnd(string text, int at, bool isValue)
    {
        var quote = '\0';
        for (; at < text.Length && !IsLineEnd(text[at]); at++)
        {
            var c = text[at];
            if (quote == '\0' && c is ' ' or '\t')
                return at;
            if (quote == '\0' && c is '"' or '\'')
            {
                if (!isValue || Links.Closes(text, at))
                    return at;
                quote = c;
            }
            else if (c == quote)
                quote = '\0';
        }
        return at;
    }
}
