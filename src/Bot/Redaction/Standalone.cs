using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>Credentials whose scheme stands alone, without the name of a header.</summary>
static partial class Standalone
{
    static readonly SearchValues<string> Schemes = SearchValues.Create(
        ["bearer ", "basic "],
        StringComparison.OrdinalIgnoreCase
    );

    public static string Mask(string text)
    {
        if (HoldsPgpass(text))
            text = Pgpass().Replace(text, "$1" + Cover.Mark);
        if (!text.AsSpan().ContainsAny(Schemes))
            return text;
        text = Bearer()
            .Replace(
                text,
                m => HasDigit(m.Groups[2].ValueSpan) ? m.Groups[1].Value + Cover.Mark : m.Value
            );
        return Basic()
            .Replace(
                text,
                m => IsUserAndPassword(m.Groups[2].Value) ? m.Groups[1].Value + Cover.Mark : m.Value
            );
    }

    /// <summary>Whether a port stands between two colons somewhere.</summary>
    static bool HoldsPgpass(string text)
    {
        for (var at = 0; text.AsSpan(at).IndexOf(':') is >= 0 and var hit; )
        {
            at += hit + 1;
            var rest = text.AsSpan(at, Math.Min(6, text.Length - at));
            var end = rest.IndexOf(':');
            if (end == 1 && rest[0] == '*')
                return true;
            if (end is 4 or 5 && rest[..end].IndexOfAnyExceptInRange('0', '9') < 0)
                return true;
        }
        return false;
    }

    static bool HasDigit(ReadOnlySpan<char> token) => token.ContainsAnyInRange('0', '9');

    static bool IsUserAndPassword(string base64)
    {
        var room = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, room, out var length)
            && Encoding.ASCII.GetString(room, 0, length).Contains(':');
    }

    // db.example:5432:shop:app:secret
    [GeneratedRegex(
        @"((?<![\w.:-])(?:[\w-]{0,60}[A-Za-z][\w.-]{0,120}|\d{1,3}(?:\.\d{1,3}){3}|\*):(?:\d{4,5}|\*):(?:[A-Za-z_]\w{0,60}|\*):(?:[A-Za-z_]\w{0,60}|\*):)[^\s""'`,)]{3,200}"
    )]
    private static partial Regex Pgpass();

    // Bearer abc123.def456
    [GeneratedRegex(@"(?i)(\bbearer )([\w.~+/-]{8,4096}={0,2})(?!=)")]
    private static partial Regex Bearer();

    // Basic dXNlcjpwdw==
    [GeneratedRegex(@"(?i)(\bbasic )([A-Za-z0-9+/]{4,1024}={0,2})")]
    private static partial Regex Basic();
}
