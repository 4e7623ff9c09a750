using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Model;

/// <summary>Text with <c>{{ path }}</c> placeholders that are filled from outputs of earlier steps.</summary>
public static partial class Template
{
    const int Longest = 1 << 20;
    const string Mask = "***";

    /// <param name="resolve">The value at a path; null when there is none.</param>
    /// <exception cref="FormatException">Filled, it would be longer than any command, request or message.</exception>
    public static string Fill(string text, Func<string, JsonNode?> resolve)
    {
        var left = (long)Longest - text.Length;
        return left < 0
            ? throw TooLong()
            : Placeholder().Replace(text, match => Value(match.Groups[1].Value));

        string Value(string path)
        {
            var value = resolve(path)?.ToString() ?? "";
            left -= value.Length;
            return left < 0 ? throw TooLong() : value;
        }
    }

    static FormatException TooLong() =>
        new($"a text with its placeholders filled has more than {Longest} characters");

    /// <summary>
    /// True when a placeholder was filled with a masked secret (outputs are stored without secrets, three stars stand
    /// in their place): such a text must not be carried out.
    /// </summary>
    public static bool HoldsMask(string text, string filled) =>
        filled.Contains(Mask) && !text.Contains(Mask);

    /// <inheritdoc cref="HoldsMask(string,string)"/>
    public static bool HoldsMask(string filled) => filled.Contains(Mask);

    /// <summary>Every path that a placeholder of this text reads.</summary>
    public static IEnumerable<string> Paths(string text) =>
        Placeholder().Matches(text).Select(match => match.Groups[1].Value);

    // {{ verdict.summary }}
    [GeneratedRegex(@"\{\{\s*([A-Za-z][A-Za-z0-9_.\-]*)\s*\}\}")]
    private static partial Regex Placeholder();
}
