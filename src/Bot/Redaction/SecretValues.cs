using System.Buffers;
using System.Collections.Frozen;

namespace ChatOps502.Bot.Redaction;

/// <summary>Tells values that are secrets from words, variables and placeholders.</summary>
static class SecretValues
{
    static readonly FrozenSet<string> Plain = new[]
    {
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
        "none",
        "nil",
        "undefined",
        "empty",
        "unset",
        "default",
        "optional",
        "required",
        "missing",
        "invalid",
        "incorrect",
        "wrong",
        "bad",
        "expired",
        "revoked",
        "rejected",
        "refused",
        "denied",
        "failed",
        "failure",
        "failing",
        "error",
        "mismatch",
        "mismatched",
        "malformed",
        "unknown",
        "unexpected",
        "unsupported",
        "unauthorized",
        "accepted",
        "valid",
        "verified",
        "changed",
        "updated",
        "reset",
        "rotated",
        "ok",
        "okay",
        "authentication",
        "authorization",
        "not",
        "is",
        "was",
        "are",
        "has",
        "had",
        "must",
        "should",
        "can",
        "cannot",
        "could",
        "will",
        "may",
        "does",
        "did",
        "for",
        "from",
        "to",
        "in",
        "of",
        "on",
        "at",
        "by",
        "or",
        "and",
        "but",
        "if",
        "as",
        "with",
        "without",
        "the",
        "a",
        "an",
        "this",
        "that",
        "your",
        "it",
        "see",
        "too",
        "no-such",
        "string",
        "number",
        "bearer",
        "basic",
        "digest",
        "token",
        "secret",
        "password",
        "passwd",
        "header",
        "headers",
        "value",
        "key",
        "auth",
        "redacted",
        "masked",
        "hidden",
        "filtered",
        "files",
        "compat",
        "db",
        "sss",
        "systemd",
        "scram-sha-256",
        "md5",
        "peer",
        "trust",
        "opaque",
        "kubernetes.io",
        "opened",
        "closed",
        "started",
        "ended",
        "found",
        "given",
        "set",
        "present",
        "absent",
        "granted",
        "enabled",
        "disabled",
        "always",
        "never",
        "strict",
        "lax",
        "private",
        "public",
        "method",
        "expires",
        "expiry",
        "length",
        "type",
        "size",
        "prompt",
        "ask",
        "stdin",
        "unchanged",
        "needed",
        "wanted",
        "asked",
        "sent",
        "received",
        "checking",
        "validation",
        "verification",
        "mandatory",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words =
        Plain.GetAlternateLookup<ReadOnlySpan<char>>();
    static readonly SearchValues<char> VariableLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
    );

    /// <summary>A word that tells about the secret, a variable, a placeholder, or nothing at all.</summary>
    public static bool IsHarmless(ReadOnlySpan<char> value)
    {
        if (value.Length == 0 || value.StartsWith(Cover.Mark))
            return true;
        if (!HoldsLetterOrDigit(value))
            return true;
        if (Words.Contains(value.TrimEnd(".,;:!?)")))
            return true;
        return IsVariable(value) || IsPlaceholder(value);
    }

    /// <summary>A random-looking value: what a weak name needs outside of a query.</summary>
    public static bool IsMade(ReadOnlySpan<char> value) =>
        value.Length >= 12
        && value.ContainsAnyInRange('0', '9')
        && (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z'))
        && value.IndexOfAny("/.: ") < 0
        && !IsHash(value);

    /// <summary>/etc/ssl/shop.key is where a key lies.</summary>
    public static bool IsPath(ReadOnlySpan<char> value) =>
        value.Length > 1 && value[0] is '/' or '~' && value.IndexOfAny("=+$&") < 0;

    static bool IsHash(ReadOnlySpan<char> value) => value.IndexOfAnyExcept("0123456789abcdef-") < 0;

    static bool HoldsLetterOrDigit(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
            if (char.IsLetterOrDigit(c))
                return true;
        return value.Length > 3 && value.Trim("*.-_xX ").Length > 0;
    }

    /// <summary>$http_authorization, ${TOKEN}, $(cat file), %s, {{ token }}.</summary>
    static bool IsVariable(ReadOnlySpan<char> value)
    {
        if (value[0] == '$' && value.Length > 1)
            return value[1] is '{' or '('
                || value[1..].TrimEnd(";,)").IndexOfAnyExcept(VariableLetters) < 0;
        return value.StartsWith("%s")
            || value.StartsWith("%(")
            || value.StartsWith("%{")
            || value.StartsWith("{{")
            || value.StartsWith("#{");
    }

    /// <summary>[FILTERED], &lt;password&gt;, xxxxxx.</summary>
    static bool IsPlaceholder(ReadOnlySpan<char> value) =>
        value[0] == '<' && value.TrimEnd("/;,)")[^1] == '>'
        || value[0] == '[' && value[^1] == ']' && Words.Contains(value[1..^1])
        || value.TrimStart("xX*.").Length == 0;
}
