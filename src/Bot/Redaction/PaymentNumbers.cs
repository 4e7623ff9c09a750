using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>Card numbers (issuer's range, length and Luhn's sum) and IBANs (country's length and sum).</summary>
sealed partial class PaymentNumbers : IRule
{
    static readonly int[][] Groups =
    [
        [4, 4, 4, 4],
        [4, 4, 4, 4, 3],
        [4, 6, 5],
        [4, 6, 4],
        [4, 4, 4, 1],
    ];

    static readonly Dictionary<string, int> Countries = new()
    {
        ["AD"] = 24,
        ["AE"] = 23,
        ["AT"] = 20,
        ["BE"] = 16,
        ["BG"] = 22,
        ["BR"] = 29,
        ["CH"] = 21,
        ["CY"] = 28,
        ["CZ"] = 24,
        ["DE"] = 22,
        ["DK"] = 18,
        ["EE"] = 20,
        ["ES"] = 24,
        ["FI"] = 18,
        ["FR"] = 27,
        ["GB"] = 22,
        ["GI"] = 23,
        ["GR"] = 27,
        ["HR"] = 21,
        ["HU"] = 28,
        ["IE"] = 22,
        ["IL"] = 23,
        ["IS"] = 26,
        ["IT"] = 27,
        ["LI"] = 21,
        ["LT"] = 20,
        ["LU"] = 20,
        ["LV"] = 21,
        ["MC"] = 27,
        ["MT"] = 31,
        ["NL"] = 18,
        ["NO"] = 15,
        ["PL"] = 28,
        ["PT"] = 25,
        ["RO"] = 24,
        ["RS"] = 22,
        ["SA"] = 24,
        ["SE"] = 24,
        ["SI"] = 19,
        ["SK"] = 24,
        ["SM"] = 27,
        ["TR"] = 26,
        ["UA"] = 29,
        ["XK"] = 20,
    };

    public string Mask(string text) =>
        Iban().Replace(Cards(text), m => IsIban(m.Value) ? Cover.Mark : m.Value);

    static string Cards(string text)
    {
        var cover = new Cover(text);
        for (var at = 0; text.AsSpan(at).IndexOfAnyInRange('0', '9') is >= 0 and var hit; )
        {
            var start = at + hit;
            at = RunEnd(text, start);
            if (at - start is not (4 or (>= 13 and <= 19)))
                continue;
            if (
                start > 0
                && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.' or '-' or '*')
            )
                continue;
            if (
                CardEnd(text, start, at) is not { } end
                || SecretNames.IsIdentifier(text.AsSpan(Math.Max(0, start - 16), Math.Min(start, 16)))
            )
                continue;
            cover.Hide(start, end);
            at = end;
        }
        return cover.Text;
    }

    static int RunEnd(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    /// <returns>Null when no card number begins here.</returns>
    static int? CardEnd(string text, int start, int runEnd)
    {
        if (runEnd - start > 4)
            return Stands(text, runEnd) && IsCard(text.AsSpan(start, runEnd - start)) ? runEnd : null;
        if (runEnd >= text.Length || text[runEnd] is not (' ' or '-'))
            return null;
        var separator = text[runEnd];
        Span<char> digits = stackalloc char[19];
        foreach (var groups in Groups)
            if (
                Grouped(text, start, separator, groups, digits) is { } grouped
                && Stands(text, grouped.End)
                && IsCard(digits[..grouped.Digits])
            )
                return grouped.End;
        return null;
    }

    static (int End, int Digits)? Grouped(
        string text,
        int at,
        char separator,
        int[] groups,
        Span<char> digits
    )
    {
        var count = 0;
        for (var g = 0; g < groups.Length; g++)
        {
            if (g > 0 && (at >= text.Length || text[at++] != separator))
                return null;
            var end = RunEnd(text, at);
            if (end - at != groups[g])
                return null;
            text.AsSpan(at, end - at).CopyTo(digits[count..]);
            count += groups[g];
            at = end;
        }
        return (at, count);
    }

    static bool Stands(string text, int end)
    {
        if (end >= text.Length)
            return true;
        if (char.IsLetterOrDigit(text[end]) || text[end] == '_')
            return false;
        return text[end] is not ('.' or '-' or ':')
            || end + 1 >= text.Length
            || !char.IsAsciiLetterOrDigit(text[end + 1]);
    }

    static bool IsCard(ReadOnlySpan<char> digits) =>
        IsIssued(digits) && Luhn(digits) && digits.IndexOfAnyExcept(digits[0]) >= 0;

    static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var four =
            (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + digits[3] - '0';
        return digits[0] switch
        {
            '4' => digits.Length is 13 or 16 or 19,
            '5' => four is >= 5100 and < 5600 && digits.Length == 16,
            '2' => four is >= 2221 and <= 2720 && digits.Length == 16,
            '3' => digits.Length == ThreesLength(four / 100),
            '6' => digits.Length is 16 or 17 or 18 or 19
                && (four == 6011 || four / 100 is 62 or 63 or 64 or 65 or 67),
            _ => false,
        };
    }

    /// <summary>American Express, Diners Club and JCB, by the first two digits.</summary>
    static int ThreesLength(int two) =>
        two switch
        {
            34 or 37 => 15,
            30 or 36 or 38 or 39 => 14,
            35 => 16,
            _ => 0,
        };

    static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1 && (digit *= 2) > 9)
                digit -= 9;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    static bool IsIban(string found)
    {
        var plain = found.Replace(" ", "");
        if (!Countries.TryGetValue(plain[..2], out var length) || plain.Length != length)
            return false;
        var rest = 0;
        foreach (var c in plain[4..] + plain[..4])
            rest = char.IsAsciiDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        return rest == 1;
    }

    // DE89 3704 0044 0532 0130 00, GB82WEST12345698765432
    [GeneratedRegex(@"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")]
    private static partial Regex Iban();
}
