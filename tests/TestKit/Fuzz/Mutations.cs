using System.Text;

namespace ChatOps502.TestKit.Fuzz;

/// <summary>Real text, damaged. The same chance always gives the same damage.</summary>
public static class Mutations
{
    const int Longest = 100_000;

    static readonly string[] Nests =
    [
        "{",
        "}",
        "(",
        "[",
        "]",
        "not ",
        "- ",
        "? ",
        "${",
        "{{ ",
        "\"",
        "'",
        "\\",
        "a{",
        "{\"a\":",
        "[{",
        "\", client: \"",
        ", upstream: \"",
        "include *;",
        "a:\n ",
        "\n",
        "@unreadable ",
        ">",
        "\t",
        " HTTP/1.1\"",
        "location / {",
        "Status: ",
    ];

    static readonly string[] Numbers =
    [
        "0",
        "-1",
        "00",
        "1e308",
        "NaN",
        "Infinity",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999",
        "0001",
        "9999",
        "1970",
        "1969",
        "1e-320",
        "0x10",
        "٣٣٣",
        "1.5",
        "",
    ];

    static readonly string[] Format =
    [
        "\u001b[2J",
        "\a",
        "\u202E",
        "\u200B",
        "\uFEFF",
        "\u00AD",
        "\uD800",
        "\uDC00",
        "\U000E0041",
        "\0",
        "\r",
        "\u0085",
        "\u2028",
        "\uFFFD",
        "é",
        "👨‍👩‍👧",
    ];

    static readonly string[] Words =
    [
        "@instance pid=1",
        "#@instance pid=1 pid=2\n",
        "# configuration file /etc/nginx/nginx.conf:\n",
        "@file /a\t1\n",
        "@total 5\n",
        "@unit x\n",
        "@step /a\tdrwx\tb\tc\n",
        "@missing /a\n",
        "now=",
        "FastCGI sent in stderr: \"",
        "HTTP/1.1",
        "&a ",
        "*a",
        "!!",
        "<<: ",
        "--- ",
        "|\n",
        ": ",
    ];

    public static string Of(IReadOnlyList<string> seeds, Random chance)
    {
        var text = new StringBuilder(seeds[chance.Next(seeds.Count)]);
        for (var rounds = chance.Next(1, 5); rounds > 0; rounds--)
            Mutate(text, seeds, chance);
        return text.ToString(0, Math.Min(text.Length, Longest));
    }

    static void Mutate(StringBuilder text, IReadOnlyList<string> seeds, Random chance)
    {
        var at = chance.Next(text.Length + 1);
        var span = Math.Min(chance.Next(1, 80), text.Length - at);
        switch (chance.Next(12))
        {
            case 0:
                Flip(text, chance);
                break;
            case 1:
                text.Remove(at, span);
                break;
            case 2:
                text.Length = at;
                break;
            case 3:
                Repeat(text, at, text.ToString(at, span), chance.Next(1, 300));
                break;
            case 4:
                Repeat(text, at, Nests[chance.Next(Nests.Length)], Power(chance, 4000));
                break;
            case 5:
                Repeat(text, at, ((char)chance.Next(32, 127)).ToString(), Power(chance, 20_000));
                break;
            case 6:
                text.Insert(at, Format[chance.Next(Format.Length)]);
                break;
            case 7:
                ReplaceNumber(text, chance);
                break;
            case 8:
                text.Insert(at, Part(seeds[chance.Next(seeds.Count)], chance));
                break;
            case 9:
                text.Insert(at, Words[chance.Next(Words.Length)]);
                break;
            case 10:
                RepeatLine(text, at, Power(chance, 500));
                break;
            default:
                text.Insert(at, (char)chance.Next(0, 0x10000));
                break;
        }
    }

    /// <summary>Mostly small, sometimes as large as it may be.</summary>
    static int Power(Random chance, int most) => (int)Math.Pow(most, chance.NextDouble());

    static void Flip(StringBuilder text, Random chance)
    {
        for (var n = chance.Next(1, 6); n > 0 && text.Length > 0; n--)
            text[chance.Next(text.Length)] ^= (char)(1 << chance.Next(8));
    }

    static void Repeat(StringBuilder text, int at, string part, int times)
    {
        if (part.Length > 0)
            text.Insert(at, part, Math.Clamp((Longest - text.Length) / part.Length, 0, times));
    }

    static void RepeatLine(StringBuilder text, int at, int times)
    {
        var all = text.ToString();
        var begin = at == 0 ? 0 : all.LastIndexOf('\n', at - 1) + 1;
        var end = all.IndexOf('\n', at);
        Repeat(text, begin, all[begin..(end < begin ? all.Length : end)] + "\n", times);
    }

    static void ReplaceNumber(StringBuilder text, Random chance)
    {
        var all = text.ToString();
        var from = all.AsSpan(chance.Next(all.Length + 1)).IndexOfAnyInRange('0', '9') is >= 0
            ? FirstDigit(all, chance)
            : -1;
        if (from < 0)
            return;
        var end = from;
        while (end < all.Length && char.IsAsciiDigit(all[end]))
            end++;
        text.Remove(from, end - from).Insert(from, Numbers[chance.Next(Numbers.Length)]);
    }

    static int FirstDigit(string text, Random chance)
    {
        var from = chance.Next(text.Length);
        var at = text.AsSpan(from).IndexOfAnyInRange('0', '9');
        return at < 0 ? text.AsSpan().IndexOfAnyInRange('0', '9') : from + at;
    }

    static string Part(string text, Random chance)
    {
        var from = chance.Next(text.Length + 1);
        return text.Substring(from, chance.Next(Math.Min(text.Length - from, 400) + 1));
    }
}
