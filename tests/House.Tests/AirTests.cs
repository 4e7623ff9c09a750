using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChatOps502.House.Tests;

/// <summary>The code has room to be read: few tokens a line, one decision a statement.</summary>
public sealed class AirTests
{
    static readonly IReadOnlyList<SourceFile> Source = SourceFile.Under("src");

    static readonly IReadOnlyList<SourceFile> Everything = SourceFile.Under("src", "tests");

    /// <summary>They read other people's languages sign by sign: long, and still one idea.</summary>
    static readonly IReadOnlySet<string> Tokenizers = new HashSet<string>
    {
        "src/Bot/Redaction/Links.cs",
        "src/Bot/Redaction/NamedValues.cs",
        "src/Probes/Nginx/DirectiveReader.cs",
    };

    [Fact]
    public void A_line_of_code_holds_seven_and_a_half_tokens_at_most()
    {
        var tokens = Source.Sum(file => file.Tokens.Count());
        var lines = Source.Sum(file => file.CodeLines);
        TestContext.Current.SendDiagnosticMessage(
            $"{tokens} tokens in {lines} lines: {(double)tokens / lines:0.00}"
        );
        Assert.InRange((double)tokens / lines, 1, 7.5);
    }

    [Fact]
    public void No_line_is_wider_than_120_columns() =>
        None(Everything.SelectMany(file => file.WiderThan(120)));

    [Fact]
    public void No_conditional_stands_inside_another() => None(Everything.SelectMany(NestedConditionals));

    [Fact]
    public void No_method_has_more_than_15_branches() => None(Source.SelectMany(MethodsAbove15));

    static IEnumerable<string> NestedConditionals(SourceFile file) =>
        from inner in file.Root.DescendantNodes().OfType<ConditionalExpressionSyntax>()
        where inner.Ancestors().Any(outer => outer is ConditionalExpressionSyntax)
        select file.Place(inner);

    static IEnumerable<string> MethodsAbove15(SourceFile file) =>
        from member in file.Root.DescendantNodes().Where(Branches.IsMember)
        where !Tokenizers.Contains(file.Path) && Branches.Of(member) > 15
        select $"{file.Place(member)} ({Branches.Of(member)})";

    static void None(IEnumerable<string> places) => Assert.True(!places.Any(), string.Join('\n', places));
}
