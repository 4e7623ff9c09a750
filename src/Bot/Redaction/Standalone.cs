using System.Text;
using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>Credentials whose scheme stands alone, without the name of a header.</summary>
static partial class Standalone
{
    public static string Mask(string text)
    {
        if (text.Contains("bearer ", StringComparison.OrdinalIgnoreCase)) text = Bearer().Replace(text, m => HasDigit(m.Groups[2].ValueSpan) ? m.Groups[1].Value + Cover.Mark : m.Value);
        if (text.Contains(':', StringComparison.Ordinal)) text = Pgpass().Replace(text, "$1" + Cover.Mark);
        return text.Contains("basic ", StringComparison.OrdinalIgnoreCase) ? Basic().Replace(text, m => IsUserAndPassword(m.Groups[2].Value) ? m.Groups[1].Value + Cover.Mark : m.Value) : text;
    }

    static bool HasDigit(ReadOnlySpan<char> token) => token.ContainsAnyInRange('0', '9');

    static bool IsUserAndPassword(string base64)
    {
        var room = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, room, out var length) && Encoding.ASCII.GetString(room, 0, length).Contains(':', StringComparison.Ordinal);
    }

    // db.example:5432:shop:app:secret
    [GeneratedRegex(@"((?<![\w.:-])(?:[\w-]{0,60}[A-Za-z][\w.-]{0,120}|\d{1,3}(?:\.\d{1,3}){3}|\*):(?:\d{4,5}|\*):(?:[A-Za-z_]\w{0,60}|\*):(?:[A-Za-z_]\w{0,60}|\*):)[^\s""'`,)]{3,200}")]
    private static partial Regex Pgpass();

    // Bearer abc123.def456
    [GeneratedRegex(@"(?i)(\bbearer )([\w.~+/-]{8,4096}={0,2})(?!=)")]
    private static partial Regex Bearer();

    // Basic dXNlcjpwdw==
    [GeneratedRegex(@"(?i)(\bbasic )([A-Za-z0-9+/]{4,1024}={0,2})")]
    private static partial Regex Basic();
}
