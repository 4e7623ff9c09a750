using System.Buffers;
using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>
/// Passwords and tokens before the host of an address: <c>mysql://app:secret@db</c>, also with odd characters in them.
/// </summary>
sealed partial class UrlCredentials : IRule
{
    const int Longest = 2000;
    static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"`<>\uE06E\uE072\uE074");

    public string Mask(string text)
    {
        if (!text.Contains('@'))
            return text;
        var cover = new Cover(text);
        for (var at = 0; text.IndexOf("://", at) is >= 0 and var found; )
        {
            var start = found + 3;
            var room = text.AsSpan(start, Math.Min(Longest, text.Length - start));
            var length = room.IndexOfAny(Ends) is >= 0 and var end ? end : room.Length;
            // a second address begins anew
            if (room[..length].IndexOf("://") is >= 0 and var second)
                length = second;
            at = start + Hidden(cover, start, room[..length]);
        }
        return Drivers(cover.Text);
    }

    /// <returns>How far the credentials reach.</returns>
    static int Hidden(Cover cover, int start, ReadOnlySpan<char> address)
    {
        var authority = address.IndexOfAny('/', '?') is >= 0 and var slash ? address[..slash] : address;
        var at = authority.LastIndexOf('@');
        // a password with both @ and / in it
        if (
            at > 0
            && authority[..at].Contains(':')
            && BeforeHost(address.IndexOf('?') is > 0 and var query ? address[..query] : address)
                is var later
            && later > at
        )
            at = later;
        if (at < 0 && authority.IndexOf(':') is >= 0 and var port && !IsPort(authority[(port + 1)..]))
            at = BeforeHost(address);
        if (at <= 0)
            return 0;
        var colon = address[..at].IndexOf(':');
        if (colon >= 0)
            cover.Hide(start + colon + 1, start + at);
        else if (IsToken(address[..at]))
            cover.Hide(start, start + at);
        return at;
    }

    /// <summary>The @ of a password with slashes in it: the last one that a host follows.</summary>
    static int BeforeHost(ReadOnlySpan<char> address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && Host().IsMatch(address[(at + 1)..]) ? at : -1;
    }

    static bool IsPort(ReadOnlySpan<char> text) =>
        text.Length is > 0 and < 6 && text.IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>git@ and ops@ are people; a token is long and holds digits.</summary>
    static bool IsToken(ReadOnlySpan<char> user) =>
        user.Length >= 16 && user.ContainsAnyInRange('0', '9');

    /// <summary>How Go and Oracle write it.</summary>
    static string Drivers(string text)
    {
        if (text.Contains("@tcp(") || text.Contains("@unix("))
            text = Go().Replace(text, "$1***$2");
        return text.Contains(":thin:") ? Oracle().Replace(text, "$1***@") : text;
    }

    // db.example:5432/shop
    [GeneratedRegex(@"^[A-Za-z0-9.\[\]_-]{1,255}(?::\d{1,5})?(?:[/?,;)'\\]|$)")]
    private static partial Regex Host();

    // app:secret@tcp(10.0.0.5:3306)/shop
    [GeneratedRegex(@"(\b\w{1,64}:)[^\s""@]{1,128}(@(?:tcp|unix)\()")]
    private static partial Regex Go();

    // jdbc:oracle:thin:scott/tiger@//db:1521/x
    [GeneratedRegex(@"(:thin:[^\s/""]{1,64}/)[^\s@""]{1,128}@")]
    private static partial Regex Oracle();
}
