using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Definition;

/// <summary>Text with <c>{{ path }}</c> places that are filled from results of earlier steps.</summary>
public static partial class Template
{
    public static string Fill(string text, Func<string, JsonNode?> resolve) =>
        Place().Replace(text, m => resolve(m.Groups[1].Value)?.ToString() ?? "");

    /// <summary>
    /// Results are kept without their secrets, which leave three stars: whether a place was filled with some, so that what it stands in must
    /// not be carried out.
    /// </summary>
    public static bool HoldsMask(string text, string filled) => filled.Contains(Mask, StringComparison.Ordinal) && !text.Contains(Mask, StringComparison.Ordinal);

    const string Mask = "***";

    public static IEnumerable<string> Paths(string text) => Place().Matches(text).Select(m => m.Groups[1].Value);

    // {{ verdict.summary }}
    [GeneratedRegex(@"\{\{\s*([A-Za-z][A-Za-z0-9_.\-]*)\s*\}\}")]
    private static partial Regex Place();
}
