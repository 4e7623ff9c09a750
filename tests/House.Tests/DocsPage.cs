using System.Text.RegularExpressions;
using ChatOps502.TestKit;

namespace ChatOps502.House.Tests;

/// <summary>A Markdown page of this checkout, as far as tests look into it.</summary>
/// <param name="Path">From the root of the checkout, for example docs/runbooks.md.</param>
public sealed partial record DocsPage(string Path, string Text)
{
    public static DocsPage Open(string path) =>
        new(path, File.ReadAllText(System.IO.Path.Combine(Tree.Root, path)));

    /// <summary>Every page that people wrote or that is generated for them.</summary>
    public static IReadOnlyList<DocsPage> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Tree.Root, "*.md")
            .Concat(Under("docs"))
            .Concat(Under("examples"))
            .Select(Relative),
    ];

    /// <summary>What stands below a heading, up to the next one that is no deeper; null when there is none.</summary>
    public string? Below(string heading)
    {
        var start = Text.IndexOf($"\n{heading}\n");
        if (start < 0)
            return null;
        var rest = Text[(start + heading.Length + 1)..];
        var level = heading.IndexOf(' ');
        var next = Heading().Matches(rest).FirstOrDefault(h => h.Value.IndexOf(' ') <= level);
        return next is null ? rest : rest[..next.Index];
    }

    /// <summary>The first cell of each row of each table, without its backticks: keys, mostly.</summary>
    public static IReadOnlyList<string> FirstCells(string text) =>
        [.. Row().Matches(text).Select(row => row.Groups[1].Value)];

    /// <summary>The blocks fenced as this language.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [
            .. Fenced()
                .Matches(Text)
                .Where(b => b.Groups[1].Value == language)
                .Select(b => b.Groups[2].Value),
        ];

    /// <summary>Where its links and pictures point, without those to other sites.</summary>
    public IReadOnlyList<string> LocalLinks() =>
        [
            .. Link()
                .Matches(Text)
                .Select(link => link.Groups[1].Value)
                .Where(target => !target.Contains("://")),
        ];

    /// <summary>The anchors its headings have on GitHub.</summary>
    public IReadOnlySet<string> Anchors() => Heading().Matches(Text).Select(AnchorOf).ToHashSet();

    static string AnchorOf(Match heading) =>
        NoAnchorSign().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-');

    static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(
            System.IO.Path.Combine(Tree.Root, folder),
            "*.md",
            SearchOption.AllDirectories
        );

    static DocsPage Relative(string file) => Open(System.IO.Path.GetRelativePath(Tree.Root, file));

    // | `Console:Url` | text | ...
    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    // ```yaml ... ```
    [GeneratedRegex(@"^```([a-z]+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    // [install](install.md#sudo)
    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    // ## Who may do what
    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    // everything but letters, digits, blanks, dashes: Connect Alertmanager, step by step
    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchorSign();
}
