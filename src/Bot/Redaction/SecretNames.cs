namespace ChatOps502.Bot.Redaction;

/// <summary>How much a name says about its value.</summary>
enum NameKind
{
    None,

    /// <summary>
    /// Counts in a query, a form or a cookie, or when the value looks made by a machine: code, key, sid.
    /// </summary>
    Weak,

    /// <summary>Its value is a secret: password, api_key.</summary>
    Strong,

    /// <summary>Its value may be several words: Authorization, Cookie.</summary>
    Header,
}

/// <summary>Tells by a name whether its value is a secret.</summary>
static class SecretNames
{
    const int Longest = 80;

    static readonly string[] Endings =
    [
        "password",
        "passwd",
        "passphrase",
        "passwort",
        "passcode",
        "userpw",
        "rootpw",
        "bindpw",
        "requirepass",
        "masterauth",
        "storepass",
        "keypass",
        "secret",
        "secretkey",
        "accesskeysecret",
        "token",
        "credential",
        "credentials",
        "signature",
        "apikey",
        "accesskey",
        "privatekey",
        "signingkey",
        "encryptionkey",
        "masterkey",
        "accountkey",
        "sharedaccesskey",
        "storagekey",
        "authkey",
        "hmackey",
        "subscriptionkey",
        "functionskey",
        "licensekey",
        "integrationkey",
        "servicekey",
        "appkey",
        "applicationkey",
        "sharedkey",
        "sessionkey",
        "securitykey",
        "deploykey",
        "routingkey",
        "jwtkey",
        "phpsessid",
        "jsessionid",
        "aspnetsessionid",
        "sessionid",
        "sessid",
        "connectsid",
        "laravelsession",
        "authcookie",
        "rememberme",
        "dbpass",
        "userpass",
        "mypass",
        "rootpass",
        "smtppass",
        "mailpass",
        "ftppass",
        "adminpass",
        "sqlpass",
        "authpass",
        "proxyauth",
        "connectionstring",
        "webhookurl",
        "hookurl",
    ];

    /// <summary>Only as a word of their own: "laptop" is no otp.</summary>
    static readonly string[] Words = ["pwd", "pass", "pw", "psk", "jwt", "otp", "totp", "mfa", "passkey"];

    static readonly string[] WeakWords =
    [
        "code",
        "key",
        "sig",
        "sid",
        "session",
        "auth",
        "state",
        "sess",
        "samlresponse",
        "samlrequest",
        "assertion",
        "ticket",
        "nonce",
        "hash",
        "t",
        "k",
    ];

    static readonly string[] Harmless =
    [
        "nopasswd",
        "loadcredential",
        "loadcredentialencrypted",
        "proxypass",
        "fastcgipass",
        "uwsgipass",
        "scgipass",
        "grpcpass",
        "memcachedpass",
        "bypass",
        "cachebypass",
        "oldpwd",
        "publictoken",
        "servertoken",
        "maxtoken",
        "timetoken",
        "synctoken",
        "nexttoken",
        "continuationtoken",
        "pagetoken",
        "limittoken",
        "invalidtoken",
        "missingtoken",
        "unexpectedtoken",
        "publickey",
    ];

    /// <summary>What may follow without making the value another thing: password_confirmation, API_KEY_2.</summary>
    static readonly string[] Tails =
    [
        "confirmation",
        "confirm",
        "value",
        "base64",
        "b64",
        "hash",
        "hashed",
        "encrypted",
        "plain",
        "text",
        "new",
        "old",
        "current",
        "raw",
        "prod",
        "live",
        "test",
    ];

    /// <param name="name">Letters, digits and - _ . between them.</param>
    public static NameKind Of(ReadOnlySpan<char> name)
    {
        if (name.Length is < 1 or > Longest)
            return NameKind.None;
        Span<char> room = stackalloc char[Longest];
        var plain = Plain(name, room);
        if (IsHeader(plain))
            return NameKind.Header;
        if (EndsWithAny(plain, Harmless))
            return NameKind.None;
        if (EndsWithAny(plain, Endings) || EndsWithWord(name, Words) || IsKeyOfEnvironment(name))
            return NameKind.Strong;
        if (WithoutTail(plain) is var stem && stem.Length < plain.Length && EndsWithAny(stem, Endings))
            return NameKind.Strong;
        return EndsWithWord(name, WeakWords) ? NameKind.Weak : NameKind.None;
    }

    /// <summary>A key may lie in a file, and PWD is a directory; a password may begin like one.</summary>
    public static bool IsPlaceName(ReadOnlySpan<char> name) =>
        name is "PWD"
        || name.EndsWith("key", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("token", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("secret", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("credentials", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("cookie", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a text that ends before a value calls it an identifier: request_id=, "traceId": ", X-Amz-Cf-Id: and
    /// ETag.
    /// </summary>
    public static bool IsIdentifier(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(" \"'\\");
        var name = before.TrimEnd(":=").TrimEnd(" \"'\\");
        if (name.Length == before.Length)
            return false;
        if (
            name.EndsWith("etag", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("serial", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        return name.EndsWith("id", StringComparison.OrdinalIgnoreCase)
            && (name.Length < 3 || name[^2] == 'I' || !char.IsAsciiLetter(name[^3]));
    }

    /// <summary>Small letters and digits without what stands between them; a number at the end is left out.</summary>
    static ReadOnlySpan<char> Plain(ReadOnlySpan<char> name, Span<char> room)
    {
        var length = 0;
        foreach (var c in name.TrimEnd("0123456789_-."))
            if (char.IsAsciiLetterOrDigit(c))
                room[length++] = char.ToLowerInvariant(c);
        return room[..length];
    }

    static bool IsHeader(ReadOnlySpan<char> plain) =>
        plain.EndsWith("authorization")
        || plain is "cookie" or "setcookie" or "cookies" or "httpcookie" or "xforwardedauthorization";

    static bool EndsWithAny(ReadOnlySpan<char> plain, string[] endings)
    {
        foreach (var ending in endings)
            if (plain.EndsWith(ending))
                return true;
        return false;
    }

    static bool EndsWithWord(ReadOnlySpan<char> name, string[] words)
    {
        name = name.TrimEnd("0123456789_-.");
        foreach (var word in words)
            if (
                name.EndsWith(word, StringComparison.OrdinalIgnoreCase)
                && IsWordStart(name, name.Length - word.Length)
            )
                return true;
        return false;
    }

    /// <summary>db_pass, DbPass and pass begin with the word; compass does not.</summary>
    static bool IsWordStart(ReadOnlySpan<char> name, int at) =>
        at == 0
        || !char.IsAsciiLetterOrDigit(name[at - 1])
        || char.IsAsciiLetterUpper(name[at]) && char.IsAsciiLetterLower(name[at - 1]);

    /// <summary>STRIPE_KEY, but not PUBLIC_KEY.</summary>
    static bool IsKeyOfEnvironment(ReadOnlySpan<char> name)
    {
        name = name.TrimEnd("0123456789_");
        if (!name.EndsWith("_KEY") || name.ContainsAnyInRange('a', 'z'))
            return false;
        var before = name[..^4];
        return !before.EndsWith("PUBLIC")
            && !before.EndsWith("PRIMARY")
            && !before.EndsWith("CACHE")
            && !before.EndsWith("FOREIGN")
            && !before.EndsWith("HOST")
            && !before.EndsWith("SORT");
    }

    static ReadOnlySpan<char> WithoutTail(ReadOnlySpan<char> plain)
    {
        foreach (var tail in Tails)
            if (plain.EndsWith(tail))
                return plain[..^tail.Length];
        return plain;
    }
}
