using ChatOps502.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ChatOps502.House.Tests;

/// <summary>One C# file of this checkout, as its syntax tree. Places are told as path:line.</summary>
public sealed class SourceFile
{
    readonly SourceText _text;

    SourceFile(string path, SyntaxNode root)
    {
        Path = path;
        Root = root;
        _text = root.GetText();
    }

    public string Path { get; }

    public SyntaxNode Root { get; }

    /// <summary>Every file under these folders of the checkout that people wrote.</summary>
    public static IReadOnlyList<SourceFile> Under(params string[] folders) =>
        [.. folders.SelectMany(FilesIn).Order().Select(Parse)];

    /// <summary>Lines that hold at least one token; comments and blank lines are none.</summary>
    public int CodeLines => Tokens.Select(t => LineOf(t.SpanStart)).Distinct().Count();

    public IEnumerable<SyntaxToken> Tokens =>
        Root.DescendantTokens().Where(t => !t.IsKind(SyntaxKind.EndOfFileToken) && t.Span.Length > 0);

    public string Place(SyntaxNode node) => $"{Path}:{LineOf(node.SpanStart) + 1}";

    /// <summary>
    /// The lines wider than that, but for those inside SQL, shell and patterns (raw and verbatim strings).
    /// </summary>
    public IEnumerable<string> WiderThan(int columns)
    {
        var foreign = Tokens.Where(IsForeignText).SelectMany(LinesOf).ToHashSet();
        return _text
            .Lines.Where(line => line.Span.Length > columns && !foreign.Contains(line.LineNumber))
            .Select(line => $"{Path}:{line.LineNumber + 1}");
    }

    static bool IsForeignText(SyntaxToken token) =>
        token.Text.StartsWith("@\"")
        || token.Text.StartsWith("\"\"\"")
        || token.Parent?.AncestorsAndSelf().OfType<InterpolatedStringExpressionSyntax>().FirstOrDefault()
            is { } text
            && text.StringStartToken.Text is not "$\"";

    IEnumerable<int> LinesOf(SyntaxToken token)
    {
        var first = LineOf(token.SpanStart);
        return Enumerable.Range(first, LineOf(token.Span.End) - first + 1);
    }

    int LineOf(int position) => _text.Lines.GetLineFromPosition(position).LineNumber;

    static IEnumerable<string> FilesIn(string folder) =>
        Directory
            .EnumerateFiles(
                System.IO.Path.Combine(Tree.Root, folder),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"));

    static SourceFile Parse(string file)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file), options).GetRoot();
        return new SourceFile(System.IO.Path.GetRelativePath(Tree.Root, file), root);
    }
}
