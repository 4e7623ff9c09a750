using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChatOps502.House.Tests;

/// <summary>docs/security.md names tests that exist: a rule whose test is gone is not held by anything.</summary>
public sealed partial class DocsSecurityTests
{
    [Fact]
    public void Every_test_it_names_exists()
    {
        var named = NamedTests().Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Tests().ToHashSet()));
    }

    /// <summary>`Class.Test`, `.Test` of the class before it, and `Class` alone.</summary>
    static IEnumerable<string> NamedTests()
    {
        var last = "";
        foreach (var cell in TestCells())
        foreach (Match name in Name().Matches(cell))
        {
            last = name.Groups["class"] is { Length: > 0 } named ? named.Value : last;
            yield return last + name.Groups["test"].Value;
        }
    }

    /// <summary>The last column of each table.</summary>
    static IEnumerable<string> TestCells() =>
        DocsPage
            .Open("docs/security.md")
            .Text.Split('\n')
            .Where(line => line.StartsWith("| "))
            .Select(LastCell);

    static string LastCell(string row) => row.TrimEnd('|', ' ').Split(" | ")[^1];

    static IEnumerable<string> Tests() =>
        from file in SourceFile.Under("tests")
        from type in file.Root.DescendantNodes().OfType<ClassDeclarationSyntax>()
        from name in type
            .Members.OfType<MethodDeclarationSyntax>()
            .Select(m => $".{m.Identifier.Text}")
            .Prepend("")
        select type.Identifier.Text + name;

    // `DoorTests`   |   `DoorTests.Alerts_come_from_no_web_page`   |   `.A_second_one_of_the_same_class`
    [GeneratedRegex(
        "`(?<class>[A-Z][A-Za-z]*(?:Tests|Contract))?(?<test>\\.[A-Z]\\w+)?`",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Name();
}
