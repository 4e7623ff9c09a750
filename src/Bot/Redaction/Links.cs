namespace ChatOps502.Bot.Redaction;

/// <summary>What stands between a name and its value.</summary>
enum Link
{
    None,

    /// <summary>= or =&gt; or :=</summary>
    Equal,

    Colon,

    /// <summary>%3D</summary>
    Encoded,

    /// <summary>&lt;name&gt;value&lt;/name&gt;</summary>
    Element,

    /// <summary>A blank.</summary>
    Word,

    /// <summary>name is value</summary>
    Prose,
}

/// <summary>Finds where the value of a name begins, and where a bare value ends.</summary>
static class Links
{
    const int Gap = 40,
        Pair = 60;

    /// <returns>Where the value begins and by what it is linked.</returns>
    public static (int At, Link Link) Find(string text, int start, int end)
    {
        var at = end;
        if (
            at + 2 < text.Length
            && text[at] == '%'
            && text.AsSpan(at + 1, 2).Equals("3D", StringComparison.OrdinalIgnoreCase)
        )
            return (at + 3, Link.Encoded);
        if (at < text.Length && text[at] == '>' && start > 0 && text[start - 1] is '<' or ':')
            return (at + 1, Link.Element);
        var closed = Closing(text, ref at);
        var tail = at;
        Skip(text, ref at);
        if (at >= text.Length)
            return (at, Link.None);
        var link = Sign(text, ref at);
        if (link == Link.None)
            return closed ? Paired(text, start, tail) : Said(text, at, at > tail);
        Skip(text, ref at);
        return at < text.Length && text[at] is not ('\n' or '\r') ? (at, link) : (at, Link.None);
    }

    /// <summary>The quote, bracket or ]: after a name.</summary>
    static bool Closing(string text, ref int at)
    {
        var before = at;
        while (at < text.Length && at - before < 64 && text[at] == '\\')
            at++;
        if (at < text.Length && text[at] is '"' or '\'' or '`')
            at++;
        else
            at = before;
        var closed = at > before;
        while (at < text.Length && at - before < 72 && text[at] is ']' or ')')
            at++;
        return closed;
    }

    static void Skip(string text, ref int at)
    {
        var before = at;
        while (at < text.Length && at - before < Gap && text[at] is ' ' or '\t')
            at++;
    }

    static Link Sign(string text, ref int at)
    {
        var c = text[at];
        if (
            c == ':' && Next(text, at) is ':'
            || c == ':' && Next(text, at) == '/' && At(text, at + 2) == '/'
        )
            return Link.None;
        if (c == '!' && Next(text, at) == '=')
            c = text[++at];
        if (c is not ('=' or ':'))
            return Link.None;
        var link = c == ':' && Next(text, at) != '=' ? Link.Colon : Link.Equal;
        while (at < text.Length && text[at] is '=' or ':')
            at++;
        if (link == Link.Equal && at < text.Length && text[at] == '>')
            at++;
        return link;
    }

    static char Next(string text, int at) => At(text, at + 1);

    static char At(string text, int at) => at < text.Length ? text[at] : '\0';

    /// <summary>
    /// "name": "DB_PASSWORD", "value": "x" - key="DbPassword" value="x" - define('DB_PASSWORD', 'x') - ["--password",
    /// "x"] - &lt;string name="password"&gt;x.
    /// </summary>
    static (int At, Link Link) Paired(string text, int start, int at)
    {
        if (at < text.Length && text[at] == '>')
            return (at + 1, Link.Element);
        var room = text.AsSpan(at, Math.Min(Pair, text.Length - at));
        var value = room.IndexOf("value", StringComparison.OrdinalIgnoreCase);
        if (value >= 0 && room[..value].Trim(" \t\r\n,\"'\\").Length == 0)
        {
            var after = at + value + 5;
            Closing(text, ref after);
            Skip(text, ref after);
            if (after < text.Length && Sign(text, ref after) is not Link.None and var link)
            {
                Skip(text, ref after);
                return (after, link);
            }
        }
        var comma = at;
        Skip(text, ref comma);
        if (At(text, comma) != ',')
            return (at, Link.None);
        comma++;
        Skip(text, ref comma);
        var isCall =
            start >= 2
            && text[start - 1] is '"' or '\''
            && text[start - 2] == '('
            && At(text, comma) is '"' or '\'';
        var isOption = text[start] == '-' && At(text, comma) is '"' or '\'' or '\\';
        return isCall || isOption ? (comma, Link.Word) : (at, Link.None);
    }

    /// <summary>- name: DB_PASSWORD and value: x on the next line; the password is x.</summary>
    static (int At, Link Link) Said(string text, int at, bool blank)
    {
        var room = text.AsSpan(at, Math.Min(Pair, text.Length - at));
        if (room.Length > 0 && room[0] is '\n' or '\r')
        {
            var trimmed = room.TrimStart();
            if (!trimmed.StartsWith("value:", StringComparison.OrdinalIgnoreCase))
                return (at, Link.None);
            var value = at + room.Length - trimmed.Length + 6;
            Skip(text, ref value);
            return (value, Link.Equal);
        }
        if (!blank)
            return (at, Link.None);
        foreach (var verb in Verbs)
            if (room.StartsWith(verb, StringComparison.OrdinalIgnoreCase))
                return (at + verb.Length, Link.Prose);
        return (at, Link.None);
    }

    static readonly string[] Verbs = ["is ", "was ", "is now ", "ist ", "to ", "= "];

    /// <summary>Whether a separator inside of a bare value ends it: another pair follows, or nothing.</summary>
    public static bool GoesOn(string text, int at)
    {
        if (text[at] == '&' && text.AsSpan(at).StartsWith("&amp;"))
            at += 4;
        var next = at + 1;
        if (next >= text.Length)
            return true;
        if (text[at] == '&' && text[next] == '&')
            return true;
        if (char.IsWhiteSpace(text[next]))
            return text[at] != '&';
        if (text[at] == '|')
            return false;
        var end = next;
        while (
            end < text.Length
            && end - next < Gap
            && (
                char.IsAsciiLetterOrDigit(text[end])
                || text[end] is '_' or '-' or '.' or '[' or ']' or '%' or '"' or '\''
                || text[end] == ' ' && text[at] == ';'
            )
        )
            end++;
        return end > next
            && end < text.Length
            && text[end] is '=' or ':'
            && (text[end] == '=' || text[at] == ',');
    }

    /// <summary>Whether a quote inside of a bare value is the one around it.</summary>
    public static bool Closes(string text, int at) =>
        at + 1 >= text.Length
        || char.IsWhiteSpace(text[at + 1])
        || text[at + 1]
            is ','
                or ';'
                or ')'
                or ']'
                or '}'
                or ':'
                or '>'
                or '\\'
                or '"'
                or '\''
                or '|'
                or '&'
                or '/';

    /// <summary>%26name%3D or an encoded quote or blank.</summary>
    public static bool IsEncodedEnd(string text, int at)
    {
        if (at + 2 >= text.Length)
            return false;
        var code = text.AsSpan(at + 1, 2);
        return code is "26" or "22" or "20" or "0A" or "0a";
    }
}
