using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Redaction;

/// <summary>Signs that JSON writers escape as \u0022 or \u003D: the rules look for the signs themselves.</summary>
static partial class EscapedSigns
{
    public static string Read(string text) =>
        Sign()
            .Replace(
                text,
                m =>
                    Plain(
                        m.Groups[1].Length,
                        (char)int.Parse(m.Groups[2].ValueSpan, NumberStyles.HexNumber, null)
                    )
            );

    /// <summary>A quote or a backslash keeps as many backslashes as its depth needs.</summary>
    static string Plain(int escapes, char sign) =>
        sign is '"' or '\\' ? new string('\\', Depth(escapes)) + sign : sign.ToString();

    /// <summary>An odd number stays; an even one stands a level deeper: \\u0022 is \\\" there.</summary>
    static int Depth(int escapes) => escapes % 2 == 1 ? escapes : 2 * Depth(escapes / 2) + 1;

    // \u0022, \\u003D
    [GeneratedRegex(@"(\\{1,32})u(00[2-7][0-9A-Fa-f])")]
    private static partial Regex Sign();
}
