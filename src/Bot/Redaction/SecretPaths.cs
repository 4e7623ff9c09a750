using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>One-time links: a segment behind /reset/, /verify/, /token/ that no person would have chosen.</summary>
sealed partial class SecretPaths : IRule
{
    public string Mask(string text) => text.Contains('/') ? Segment().Replace(text, Masked) : text;

    static string Masked(Match path) =>
        Chosen(path.Groups[2].ValueSpan) ? path.Value : path.Groups[1].Value + Cover.Mark;

    /// <summary>A word, a number, a file or a date.</summary>
    static bool Chosen(ReadOnlySpan<char> segment)
    {
        if (
            segment.IndexOf('.') is > 0 and var dot
            && segment.Length - dot is <= 6
            && !segment[..dot].ContainsAnyInRange('0', '9')
        )
            return true;
        var digit = segment.ContainsAnyInRange('0', '9');
        var lower = segment.ContainsAnyInRange('a', 'z');
        var upper = segment.ContainsAnyInRange('A', 'Z');
        if (digit)
            return !lower && !upper;
        return !(lower && upper && segment.Length >= 16);
    }

    // /reset/9f8e7d6c5b4a, /password_reset/confirm/MTIz-abc123def
    [GeneratedRegex(
        @"(?i)(/(?:password[_-]?reset|reset[_-]?password|reset|token|verify|verification|activate|activation|confirm|invite|invitation|magic[_-]?link|magic|unsubscribe|autologin|sso|otp)/)([\w.~%=:-]{8,512})"
    )]
    private static partial Regex Segment();
}
