using System.Buffers;
using System.Text;

namespace ChatOps502.Bot.Redaction;

/// <summary>
/// Long tokens that no person and no naming scheme would have made: letters of both cases and digits in quick change.
/// Hex (hashes, request and container IDs), UUIDs, ULIDs, paths, host, unit and class names, public keys and
/// fingerprints are none.
/// </summary>
sealed class RandomTokens : IRule
{
    const int Least = 20;
    static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/="
    );
    static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public string Mask(string text)
    {
        var cover = new Cover(text);
        for (var at = 0; at < text.Length; )
        {
            var start = text.AsSpan(at).IndexOfAny(Letters);
            if (start < 0)
                break;
            start += at;
            var length = text.AsSpan(start).IndexOfAnyExcept(Letters);
            at = length < 0 ? text.Length : start + length;
            if (at - start >= Least)
                Run(text, cover, start, at);
        }
        return cover.Text;
    }

    static void Run(string text, Cover cover, int start, int end)
    {
        // name=value: what a value is called does not make it random
        var last = text.AsSpan(start, end - start).TrimEnd('=').LastIndexOf('=');
        if (last >= 0)
            start += last + 1;
        if (end - start < Least || IsAllowed(text, start))
            return;
        var run = text.AsSpan(start, end - start);
        if (IsOrdinaryBase64(run))
            return;
        if (IsBase64Secret(run))
        {
            cover.Hide(start, end);
            return;
        }
        for (var at = start; at < end; )
        {
            var next = text.AsSpan(at, end - at).IndexOf('/') is >= 0 and var slash ? at + slash : end;
            if (IsToken(text.AsSpan(at, next - at)))
                cover.Hide(at, next);
            at = next + 1;
        }
    }

    /// <summary>sha256-..., SHA256:..., ssh-rsa AAAA..., request_id=...: long, random, and meant to be seen.</summary>
    static bool IsAllowed(string text, int start)
    {
        var before = text.AsSpan(Math.Max(0, start - 24), Math.Min(start, 24));
        if (before.EndsWith("SHA256:") || before.EndsWith("sha256:") || before.EndsWith("sha512:"))
            return true;
        var run = text.AsSpan(start);
        if (
            run.StartsWith("sha256-")
            || run.StartsWith("sha384-")
            || run.StartsWith("sha512-")
            || run.StartsWith("AAAAB3Nza")
            || run.StartsWith("AAAAC3Nza")
            || run.StartsWith("AAAAE2Vj")
        )
            return true;
        if (before.TrimEnd(" \"'").EndsWith("Basic"))
            return false;
        return SecretNames.IsIdentifier(before);
    }

    /// <summary>Base64 over slashes and pluses, such as the secret key of AWS; a path has words in it.</summary>
    static bool IsBase64Secret(ReadOnlySpan<char> run)
    {
        var padded = run.TrimEnd('=').Length < run.Length;
        if (
            run.IndexOfAny('/', '+') < 0 && !padded
            || run.Length < 32 && !padded
            || run[0] == '/' && !padded
        )
            return false;
        foreach (var part in run.TrimEnd('=').SplitAny('/', '+', '-', '_'))
            if (IsWord(run.TrimEnd('=')[part]))
                return false;
        return IsMixed(run) && Changes(run) * 10 >= run.Length * 4;
    }

    /// <summary>SGVsbG8gd29ybGQ=: what it says is text of words.</summary>
    static bool IsOrdinaryBase64(ReadOnlySpan<char> run)
    {
        if (run.Length > 400 || run.Length % 4 != 0)
            return false;
        Span<byte> bytes = stackalloc byte[300];
        if (!Convert.TryFromBase64Chars(run, bytes, out var length))
            return false;
        var said = Encoding.Latin1.GetString(bytes[..length]);
        return said.Contains(' ')
            && said.All(c => c is >= ' ' and <= '~' or '\n')
            && said.Count(c => char.IsAsciiLetter(c) || c == ' ') * 10 >= said.Length * 8;
    }

    static bool IsToken(ReadOnlySpan<char> token)
    {
        token = token.Trim("-_=+");
        if (token.Length < Least || !token.ContainsAnyInRange('0', '9') || IsOrdinaryBase64(token))
            return false;
        if (IsMixed(token) && !HasWord(token) && Changes(token) * 10 >= token.Length * 4)
            return true;
        foreach (var part in token.SplitAny('-', '_', '+', '='))
            if (IsRandom(token[part]))
                return true;
        return false;
    }

    static bool IsRandom(ReadOnlySpan<char> part)
    {
        if (
            part.Length < Least
            || part.IndexOfAnyExcept(Hex) < 0
            || !part.ContainsAnyInRange('0', '9')
            || part.StartsWith("0x")
        )
            return false;
        if (IsMixed(part))
            return Changes(part) * 10 >= part.Length * 4;
        if (part.IndexOfAnyExceptInRange('0', '9') < 0 || part.Length < 24)
            return false;
        // 26 capitals and digits are a ULID or the short name of a layer
        return !(part.Length == 26 && !part.ContainsAnyInRange('a', 'z'))
            && Changes(part) * 10 >= part.Length * 3;
    }

    static bool IsMixed(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('0', '9')
        && text.ContainsAnyInRange('a', 'z')
        && text.ContainsAnyInRange('A', 'Z');

    static bool HasWord(ReadOnlySpan<char> token)
    {
        foreach (var part in token.SplitAny('-', '_', '+', '='))
            if (IsWord(token[part]))
                return true;
        return false;
    }

    /// <summary>conf, Service, HTTP, 2026, 4f2a91bc.</summary>
    static bool IsWord(ReadOnlySpan<char> part)
    {
        if (part.Length < 3)
            return false;
        if (part.Length >= 8 && part.IndexOfAnyExcept(Hex) < 0)
            return true;
        var rest = char.IsAsciiLetterUpper(part[0]) ? part[1..] : part;
        return rest.IndexOfAnyExceptInRange('a', 'z') < 0
            || part.Length >= 4
                && (
                    part.IndexOfAnyExceptInRange('A', 'Z') < 0
                    || part.IndexOfAnyExceptInRange('0', '9') < 0
                );
    }

    /// <summary>
    /// How often the kind of letter changes; a capital before small letters begins a word and counts once.
    /// </summary>
    static int Changes(ReadOnlySpan<char> text)
    {
        var (changes, last) = (0, Kind(text[0]));
        for (var i = 1; i < text.Length; i++)
        {
            var kind = Kind(text[i]);
            if (kind != last && !(last == 'A' && kind == 'a' && (i < 2 || Kind(text[i - 2]) != 'A')))
                changes++;
            last = kind;
        }
        return changes;
    }

    static char Kind(char c) =>
        c switch
        {
            >= 'a' and <= 'z' => 'a',
            >= 'A' and <= 'Z' => 'A',
            >= '0' and <= '9' => '0',
            _ => '-',
        };
}
