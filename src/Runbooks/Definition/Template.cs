using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Definition;

/// <summary>Text with <c>{{ path }}</c> places that are filled from results of earlier steps.</summary>
public static partial class Template
{
    const int Longest = 1 << 20;

    /// <exception cref="FormatException">The places make it longer than any command, request or message.</exception>
    public static string Fill(string text, Func<string, JsonNode?> resolve)
    {
        var left = (long)Longest - text.Length;
        return left < 0 ? throw TooLong() : Place().Replace(text, m => Value(m.Groups[1].Value));

        string Value(string path)
        {
            var value = resolve(path)?.ToString() ?? "";
            return (left -= value.Length) < 0 ? throw TooLong() : value;
        }
    }

    static FormatException TooLong() => new($"a text with its places filled has more than {Longest} characters");

    /// <summary>
    /// Results are kept without their secrets, which leave three stars: whether a place was filled with some, so that
    /// what it stands in must
    /// not be carried out.
    /// </summary>
    public static bool HoldsMask(string text, string filled) => filled.Contains(Mask) && !text.Contains(Mask);

    const string Mask = "***";

    public static IEnumerable<string> Paths(string text) => Place().Matches(text).Select(m => m.Groups[1].Value);

    // {{ verdict.summary }}
    [GeneratedRegex(@"\{\{\s*([A-Za-z][A-Za-z0-9_.\-]*)\s*\}\}")]
    private static partial Regex Place();
}
