using ChatOps502.TestKit;

namespace ChatOps502.House.Tests;

/// <summary>No page sends its reader nowhere.</summary>
public sealed class DocsLinkTests
{
    [Fact]
    public void Every_local_link_leads_to_a_file_and_its_heading()
    {
        var broken = DocsPage.All.SelectMany(page => page.LocalLinks().Where(link => !Leads(page, link)));
        Assert.Empty(broken);
    }

    [Fact]
    public void No_line_of_prose_is_wider_than_120_columns() =>
        Assert.Empty(DocsPage.All.SelectMany(WideLines));

    static bool Leads(DocsPage page, string link)
    {
        var (target, anchor) = Split(link);
        var folder = Path.GetDirectoryName(page.Path) ?? "";
        var path = target.Length == 0 ? page.Path : Path.Combine(folder, target);
        if (!Path.Exists(Path.Combine(Tree.Root, path)))
            return false;
        return anchor.Length == 0 || DocsPage.Open(path).Anchors().Contains(anchor);
    }

    static (string Target, string Anchor) Split(string link)
    {
        var parts = link.Split('#', 2);
        return (parts[0], parts.ElementAtOrDefault(1) ?? "");
    }

    /// <summary>Rows of tables and indented code are as wide as they are.</summary>
    static IEnumerable<string> WideLines(DocsPage page) =>
        page
            .Text.Split('\n')
            .Select((line, index) => (Line: line, Number: index + 1))
            .Where(l => l.Line.Length > 120 && !l.Line.StartsWith('|') && !l.Line.StartsWith("    "))
            .Select(l => $"{page.Path}:{l.Number}");
}
