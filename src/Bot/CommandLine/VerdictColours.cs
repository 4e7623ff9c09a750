using System.Text.RegularExpressions;

namespace ChatOps502.Bot.CommandLine;

/// <summary>Paints the headings of a verdict that is text already: what the text itself holds stays text.</summary>
static partial class VerdictColours
{
    const int Red = 31,
        Green = 32,
        Yellow = 33,
        Bold = 1;

    public static string Paint(string text) =>
        Cause()
            .Replace(
                Status().Replace(text, m => Painted(m.Value, Of(m.Groups["status"].Value))),
                m => Painted(m.Value, Bold)
            );

    static int Of(string status) =>
        status switch
        {
            "HEALTHY" => Green,
            "UNHEALTHY" => Red,
            _ => Yellow,
        };

    static string Painted(string text, int colour) => $"\u001b[{colour}m{text}\u001b[0m";

    // "web-01: UNHEALTHY   (612 ms)"
    [GeneratedRegex(
        @"^\S+: (?<status>HEALTHY|UNHEALTHY|DEGRADED|UNKNOWN)(?=   \(\d+ ms\)$)",
        RegexOptions.Multiline
    )]
    private static partial Regex Status();

    // "1. backend-down  0.97"
    [GeneratedRegex(@"^\d+\. [a-z0-9-]+(?=  \d)", RegexOptions.Multiline)]
    private static partial Regex Cause();
}
