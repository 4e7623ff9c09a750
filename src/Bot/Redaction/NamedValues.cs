using System.Buffers;

namespace ChatOps502.Bot.Redaction;

/// <summary>
/// Values behind a name that says they are secret: headers, query and form parameters, environment, YAML, JSON, XML,
/// ini, options, directives, prose.
/// One walk from name to name; a quoted value goes whole, a bare one up to the next pair.
/// </summary>
sealed class NamedValues : IRule
{
    const int LongestName = 80,
        LongestGap = 48,
        LongestScheme = 24;

    static readonly SearchValues<string> Stems = SearchValues.Create(
        [
            "pass",
            "pwd",
            "secret",
            "token",
            "key",
            "auth",
            "cookie",
            "sess",
            "sid",
            "jwt",
            "otp",
            "code",
            "sig",
            "credential",
            "identified",
            "state",
            "psk",
            "saml",
            "ticket",
            "connectionstring",
            "hookurl",
            "hook_url",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    static readonly SearchValues<char> Prose = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-'/:");

    static readonly string[] Directives =
    [
        "proxy_set_header",
        "grpc_set_header",
        "add_header",
        "more_set_headers",
        "more_set_input_headers",
        "fastcgi_param",
        "uwsgi_param",
        "scgi_param",
        "setenv",
        "env",
        "arg",
        "export",
        "set",
        "config",
        "requestheader",
        "passenv",
        "var",
        "pass_header",
    ];

    static readonly string[] SimpleSchemes =
    [
        "basic",
        "bearer",
        "token",
        "negotiate",
        "ntlm",
        "apikey",
        "api-key",
        "ssws",
        "dpop",
        "key",
        "jwt",
        "splunk",
        "discogs",
        "genie",
        "genieKey",
        "bot",
        "zoho-oauthtoken",
        "sso-key",
    ];

    public string Mask(string text)
    {
        var cover = new Cover(text);
        for (var at = 0; at < text.Length; )
        {
            var hit = text.AsSpan(at).IndexOfAny(Stems);
            if (hit < 0)
                break;
            var (start, end) = NameAround(text, at + hit, at);
            var name = text.AsSpan(start, end - start);
            var kind = SecretNames.Of(name);
            var value =
                kind == NameKind.None ? Identified(text, start, end) : ValueOf(text, start, end, kind);
            if (value is { } found)
                cover.Hide(found.Start, found.End);
            at = Math.Max(end, value?.End ?? 0);
        }
        return Standalone.Mask(cover.Text);
    }

    readonly record struct Place(int Start, int End);

    static (int Start, int End) NameAround(string text, int hit, int floor)
    {
        var (start, end) = (hit, hit);
        while (start > floor && hit - start < LongestName && IsNameLetter(text[start - 1]))
            start--;
        while (end < text.Length && end - hit < LongestName && IsNameLetter(text[end]))
            end++;
        // %3Ftoken: the digits belong to the percent sign
        if (
            start > 0
            && text[start - 1] == '%'
            && end - start > 2
            && char.IsAsciiHexDigit(text[start])
            && char.IsAsciiHexDigit(text[start + 1])
        )
            start += 2;
        while (end > start + 1 && text[end - 1] is '.' or '-')
            end--;
        return (start, Math.Max(end, hit + 1));
    }

    static bool IsNameLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    /// <summary>IDENTIFIED BY 'x', IDENTIFIED BY PASSWORD 'x', IDENTIFIED WITH plugin BY 'x'.</summary>
    static Place? Identified(string text, int start, int end)
    {
        if (!text.AsSpan(start, end - start).Equals("identified", StringComparison.OrdinalIgnoreCase))
            return null;
        var quote = text.AsSpan(end, Math.Min(80, text.Length - end)).IndexOfAny("'\"\n");
        return quote >= 0 && text[end + quote] != '\n' ? Quoted(text, end + quote) : null;
    }

    static Place? ValueOf(string text, int start, int end, NameKind kind)
    {
        var (at, link) = Links.Find(text, start, end);
        if (link == Link.None)
            return Directive(text, start, end, kind);
        if (kind == NameKind.Weak && link is Link.Prose or Link.Word)
            return null;
        if (start > 0 && text[start - 1] == '/' && link == Link.Colon)
            return null;
        var value = Read(text, start, at, kind, link);
        if (value is not { } place || !IsSecret(text, start, end, place, kind, link))
            return null;
        return place;
    }

    static bool IsSecret(string text, int start, int end, Place place, NameKind kind, Link link)
    {
        var value = text.AsSpan(place.Start, place.End - place.Start);
        var name = text.AsSpan(start, end - start);
        if (SecretValues.IsHarmless(value))
            return false;
        if (kind == NameKind.Weak)
            return InQuery(text, start)
                ? IsQuerySecret(text, start, name)
                : SecretValues.IsMade(value) && !IsHarmlessWeak(name);
        if (link == Link.Prose)
            return value.Length >= 5 && value.IndexOfAnyExcept(Prose) >= 0 && !IsSentence(value);
        if (
            link == Link.Colon
            && (
                value.Length <= 2 && text[place.Start - 1] is ' '
                || name.Equals("pass", StringComparison.OrdinalIgnoreCase) && !EndsLine(text, place.End)
            )
        )
            return false;
        if (SecretNames.IsPlaceName(name) && SecretValues.IsPath(value))
            return false;
        return !(value[0] is '{' or '[' && link == Link.Colon);
    }

    static bool IsSentence(ReadOnlySpan<char> value) =>
        char.IsAsciiLetterUpper(value[0])
        && value[1..].TrimEnd(".,;:!").IndexOfAnyExceptInRange('a', 'z') < 0;

    static bool EndsLine(string text, int at) =>
        at >= text.Length || text[at] is '\n' or '\r' or '"' or '\'' or '}';

    /// <summary>?code=, &amp;code=, code=x&amp;state=y at the beginning of a form, also percent-encoded.</summary>
    static bool InQuery(string text, int start)
    {
        if (start == 0)
            return IsForm(text, start);
        if (text[start - 1] is '?' or '&' or '#')
            return true;
        if (start >= 3 && text[start - 3] == '%')
            return text.AsSpan(start - 2, 2).Equals("3F", StringComparison.OrdinalIgnoreCase)
                || text.AsSpan(start - 2, 2) is "26";
        if (start >= 5 && text.AsSpan(start - 5, 5) is "&amp;")
            return true;
        return text[start - 1] is ' ' or '"' or '\'' or '\n' && IsForm(text, start);
    }

    /// <summary>A value and one more pair behind it.</summary>
    static bool IsForm(string text, int start)
    {
        var room = text.AsSpan(start, Math.Min(400, text.Length - start));
        if (room.IndexOfAny(" \"'\n\t") is >= 0 and var stop)
            room = room[..stop];
        return room.IndexOf('&') is > 0 and var and
            && room[and..].IndexOf('=') > 1
            && room[..and].IndexOf('=') > 0;
    }

    /// <summary>state and the one-letter names only beside a code; everything else by itself.</summary>
    static bool IsQuerySecret(string text, int start, ReadOnlySpan<char> name)
    {
        if (name is not ("state" or "t" or "k" or "nonce" or "hash"))
            return true;
        var from = Math.Max(0, start - 400);
        return text.AsSpan(from, Math.Min(800, text.Length - from))
                .IndexOf("code=", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    static bool IsHarmlessWeak(ReadOnlySpan<char> name) =>
        name.EndsWith("code", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("hash", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("state", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("key", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("ticket", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("nonce", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Where only a blank stands between: proxy_set_header X-Api-Key abc; requirepass abc, --password abc, machine db
    /// login x password abc, password 'abc'.
    /// </summary>
    static Place? Directive(string text, int start, int end, NameKind kind)
    {
        var at = end;
        if (at < text.Length && text[at] is '"' or '\'')
            at++;
        var gap = at;
        while (at < text.Length && at - gap < LongestGap && text[at] is ' ' or '\t')
            at++;
        if (at == gap || at >= text.Length)
            return null;
        var name = text.AsSpan(start, end - start);
        var quoted =
            text[at] is '"' or '\'' or '\\'
            && kind == NameKind.Strong
            && name.Contains("pass", StringComparison.OrdinalIgnoreCase);
        if (kind == NameKind.Weak || !quoted && !TakesBlank(text, start, name))
            return null;
        var value = Read(text, start, at, kind, Link.Word);
        if (value is not { } place)
            return null;
        var found = text.AsSpan(place.Start, place.End - place.Start);
        if (
            SecretValues.IsHarmless(found)
            || found[0] == '-'
            || SecretNames.IsPlaceName(name) && SecretValues.IsPath(found)
        )
            return null;
        return place;
    }

    static bool TakesBlank(string text, int start, ReadOnlySpan<char> name)
    {
        if (name[0] == '-' || start >= 2 && text.AsSpan(start - 2, 2) is "--")
            return true;
        if (name is "requirepass" or "masterauth" or "storepass" or "_authToken")
            return true;
        var before = text.AsSpan(Math.Max(0, start - LongestName), Math.Min(start, LongestName))
            .TrimEnd("$\"'");
        if (before.Length == 0 || before[^1] is not (' ' or '\t'))
            return false;
        var line = before[(before.LastIndexOf('\n') + 1)..].TrimEnd();
        if (name is "password" && (line.IndexOf("login ") >= 0 || line.IndexOf("machine ") >= 0))
            return true;
        var word = line[
            (
                line.LastIndexOfAny([
                    ' ',
                    '\t',
                    EscapedBreaks.Line,
                    EscapedBreaks.Tab,
                    '"',
                    '\'',
                    '(',
                    '{',
                    ';',
                    '`',
                ]) + 1
            )..
        ];
        foreach (var directive in Directives)
            if (word.Equals(directive, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    static Place? Read(string text, int start, int at, NameKind kind, Link link)
    {
        if (at >= text.Length)
            return null;
        if (link == Link.Element)
            return new(at, Until(text, at, '<'));
        if (QuoteAt(text, at))
            return Quoted(text, at);
        return kind == NameKind.Header && link != Link.Word
            ? HeaderValue(text, start, at)
            : Bare(text, AfterScheme(text, at), link, InQuery(text, start));
    }

    static int Until(string text, int at, char stop) =>
        text.AsSpan(at).IndexOfAny(stop, '\n') is >= 0 and var found ? at + found : text.Length;

    static bool QuoteAt(string text, int at)
    {
        while (at < text.Length && text[at] == '\\')
            at++;
        return at < text.Length && text[at] is '"' or '\'' or '`';
    }

    /// <summary>To the same quote, escaped as often; to the end of the line when it never comes.</summary>
    static Place Quoted(string text, int at)
    {
        var escapes = 0;
        while (text[at] == '\\')
        {
            escapes++;
            at++;
        }
        var quote = text[at++];
        for (var i = at; i < text.Length; i++)
        {
            if (text[i] == '\n')
                return new(at, i);
            if (text[i] == '\\' && escapes == 0)
            {
                i++;
                continue;
            }
            if (text[i] != quote || Escapes(text, i) != escapes)
                continue;
            if (escapes == 0 && i > at && i + 1 < text.Length && text[i + 1] == quote && quote != '`')
            {
                i++;
                continue;
            } // 'it''s'
            return new(at, i - escapes);
        }
        return new(at, text.Length);
    }

    static int Escapes(string text, int at)
    {
        var count = 0;
        while (count < 64 && at - count > 0 && text[at - count - 1] == '\\')
            count++;
        return count;
    }

    /// <summary>
    /// Authorization: one word behind a scheme that has one, else everything to the end of the line or of the quotes
    /// around it.
    /// </summary>
    static Place HeaderValue(string text, int start, int at)
    {
        var word = AfterScheme(text, at);
        if (word > at)
            return Bare(text, word, Link.Colon, false);
        var quote = start > 0 && text[start - 1] is '"' or '\'' ? text[start - 1] : '"';
        var end = at;
        for (
            var isInside = false;
            end < text.Length && text[end] is not ('\n' or '\r') && !IsEscapedBreak(text, end);
            end++
        )
        {
            if (text[end] != quote)
                continue;
            // username="app", as Digest writes it
            var opens = !isInside && text.AsSpan(at, end - at).TrimEnd('\\').EndsWith("=");
            if (!isInside && !opens)
                break;
            isInside = opens;
        }
        while (end > at && text[end - 1] is '\\' or ' ')
            end--;
        return new(at, end);
    }

    static bool IsEscapedBreak(string text, int at) => EscapedBreaks.IsBreak(text[at]);

    /// <summary>Behind "Bearer " and its like; where it was when there is none.</summary>
    static int AfterScheme(string text, int at)
    {
        var room = text.AsSpan(at, Math.Min(LongestScheme, text.Length - at));
        var blank = room.IndexOf(' ');
        if (blank <= 0 || at + blank + 1 >= text.Length)
            return at;
        foreach (var scheme in SimpleSchemes)
            if (room[..blank].Equals(scheme, StringComparison.OrdinalIgnoreCase))
                return at + blank + 1;
        return at;
    }

    /// <summary>To a blank, or to what closes or goes on: ";" or "&amp;" or "," with a name and = behind it.</summary>
    static Place Bare(string text, int at, Link link, bool inQuery)
    {
        var end = at;
        for (; end < text.Length; end++)
        {
            var c = text[end];
            if (
                char.IsWhiteSpace(c)
                || c is EscapedBreaks.Tab
                || c == '<' && end + 1 < text.Length && text[end + 1] == '/'
            )
                break;
            if ((c == '&' || !inQuery && c is ';' or ',' or '|') && end > at && Links.GoesOn(text, end))
                break;
            if (c is '"' or '\'' or '`' && Links.Closes(text, end))
                break;
            if (c == '%' && link == Link.Encoded && Links.IsEncodedEnd(text, end))
                break;
            if (c == '\\' && IsEscapedBreak(text, end))
                break;
        }
        while (
            end > at + 1 && text[end - 1] is '\\' or ')' or ']' or '}' or ',' or ';' or '.' or '"' or '\''
        )
            end--;
        return new(at, end);
    }
}
