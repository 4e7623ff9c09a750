using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>
/// Private keys as files hold them: PEM of every kind, OpenSSH, PGP, PuTTY; also on one line with \n, and cut off.
/// </summary>
sealed partial class PrivateKeys : IRule
{
    public string Mask(string text)
    {
        if (!text.Contains("PRIVATE") && !text.Contains("Private-Lines"))
            return text;
        var cover = new Cover(text);
        for (var at = 0; Begin().Match(text, at) is { Success: true } begin; )
            cover.Hide(begin.Index, at = End(text, begin.Index + begin.Length));
        return PuttyLines().Replace(cover.Text, "$1" + Cover.Mark);
    }

    /// <summary>Behind the END line, or where what may be a key ends.</summary>
    static int End(string text, int body)
    {
        var rest = text.AsSpan(body);
        var stop = rest.IndexOf("-----");
        if (
            stop >= 0
            && rest[stop..].StartsWith("-----END ")
            && rest[(stop + 9)..].IndexOf("-----") is >= 0 and < 40 and var close
        )
            return body + stop + 9 + close + 5;
        var at = body;
        for (var line = body; line < text.Length; )
        {
            var next = text.IndexOf('\n', line);
            if (next < 0)
                next = text.Length;
            if (!KeyLine().IsMatch(text.AsSpan(line, next - line)))
                break;
            at = next;
            line = next + 1;
        }
        return at;
    }

    // -----BEGIN RSA PRIVATE KEY-----, -----BEGIN PGP PRIVATE KEY BLOCK-----
    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----")]
    private static partial Regex Begin();

    // MIIEpAIBAAKCAQEA75..., an empty line, Proc-Type: 4,ENCRYPTED
    [GeneratedRegex(
        @"^(?>(?:\\[\uE06E\uE072]|[\s>|])*)(?>(?:Proc-Type|DEK-Info|Version|Comment): .{0,200}|[A-Za-z0-9+/=\\\uE06E\uE072]*)[\s""']*$"
    )]
    private static partial Regex KeyLine();

    // Private-Lines: 8, and the lines below it
    [GeneratedRegex(@"(Private-Lines: \d{1,4}\r?\n)(?:[A-Za-z0-9+/=]{1,128}\r?\n?){1,400}")]
    private static partial Regex PuttyLines();
}
