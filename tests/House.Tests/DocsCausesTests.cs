using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.TestKit;

namespace ChatOps502.House.Tests;

/// <summary>docs/causes.md is made from the catalogue of causes. CHATOPS502_DOCS=write writes it.</summary>
public sealed class DocsCausesTests
{
    const string Path = "docs/causes.md";

    static readonly string Head = """
        # Causes

        What a 502 (or 504) can come from, as `check` and `diagnose` name it. Each cause is weighed for each failing back
        end with what speaks for it and against it; the verdict says which evidence decided and which rival it ruled out.
        Where evidence does not decide, several are listed with low confidence.

        A fix is only ever proposed, and only for a cause that is certain enough; a person approves the exact command. Names
        such as `service.start` are the actions of `/502 fix HOST ACTION`. "Advice" means that no command can do it.

        This page is generated: change `tests/House.Tests/DocsCauses.cs`, then run
        `CHATOPS502_DOCS=write tests/run House.Tests`.

        """;

    [Fact]
    public void The_page_is_what_the_catalogue_makes_of_it()
    {
        var file = System.IO.Path.Combine(Tree.Root, Path);
        var wanted = Head + Summary() + string.Concat(CauseCatalog.All.Select(Section));
        if (Environment.GetEnvironmentVariable("CHATOPS502_DOCS") == "write")
            File.WriteAllText(file, wanted);
        Assert.Equal(wanted, File.ReadAllText(file));
    }

    [Fact]
    public void Every_cause_of_the_catalogue_has_its_words() =>
        Assert.Empty(
            CauseCatalog.All.Select(cause => cause.Id).Except(DocsCauses.All.Select(words => words.Id))
        );

    static string Summary()
    {
        var rows = CauseCatalog
            .All.GroupBy(cause => cause.Family)
            .Select(family => $"| {family.Key} | {string.Join(", ", family.Select(LinkTo))} |\n");
        return $"\n| family | causes |\n| --- | --- |\n{string.Concat(rows)}";
    }

    static string LinkTo(Cause cause) => $"[{cause.Id}](#{cause.Id})";

    static string Section(Cause cause)
    {
        var words = DocsCauses.All.Single(entry => entry.Id == cause.Id);
        return $"\n## {cause.Id}\n\n"
            + Paragraph($"{Sentence(words.Meaning)} Family: {cause.Family}.")
            + Paragraph("Told by", words.ToldBy)
            + Paragraph("Fix", words.Fix);
    }

    static string Paragraph(string name, string? text) =>
        text is null ? "" : "\n" + Paragraph($"**{name}.** {Sentence(text)}");

    /// <summary>Broken into lines of 120 columns at most.</summary>
    static string Paragraph(string text)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = $"{lines[^1]} {word}".TrimStart();
            if (longer.Length <= 120)
                lines[^1] = longer;
            else
                lines.Add(word);
        }
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Begins with a capital, unless it is a name, and ends with a full stop.</summary>
    static string Sentence(string text)
    {
        var begun = IsName(text) ? text : char.ToUpperInvariant(text[0]) + text[1..];
        var whole = begun.TrimEnd();
        return whole.EndsWith('.') ? whole : $"{whole}.";
    }

    static bool IsName(string text) => text.StartsWith("nginx") || text.StartsWith('`');
}
