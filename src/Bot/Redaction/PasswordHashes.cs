using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>Hashes of passwords: a leaked one can be guessed at.</summary>
sealed partial class PasswordHashes : IRule
{
    public string Mask(string text)
    {
        if (text.Contains('$'))
            text = Crypt().Replace(text, Cover.Mark);
        if (text.Contains("SHA", StringComparison.OrdinalIgnoreCase))
            text = Directory().Replace(text, Cover.Mark);
        return text.Contains('*') ? MySql().Replace(text, Cover.Mark) : text;
    }

    // $2y$10$abc..., $6$salt$abc..., $y$j9T$..., $argon2id$v=19$..., $apr1$..., pbkdf2_sha256$600000$...
    [GeneratedRegex(
        @"(?:\b(?:pbkdf2|scrypt|bcrypt|argon2)[\w]{0,12})?\$(?:2[abxy]?|1|5|6|7|y|gy|apr1|argon2(?:id|i|d)|pbkdf2[\w-]{0,16}|scrypt|sha1|P|H)\$[\w./=,+$-]{10,256}|\b(?:pbkdf2_sha\d{1,3}|SCRAM-SHA-\d{1,3})\$[\w./=,+$:-]{10,256}"
    )]
    private static partial Regex Crypt();

    // {SSHA}abc...
    [GeneratedRegex(@"\{(?:S?SHA\d{0,3}|S?MD5|CRYPT)\}[A-Za-z0-9+/=$.]{12,256}")]
    private static partial Regex Directory();

    // *94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29
    [GeneratedRegex(@"(?<![\w*])\*[0-9A-F]{40}\b")]
    private static partial Regex MySql();
}
