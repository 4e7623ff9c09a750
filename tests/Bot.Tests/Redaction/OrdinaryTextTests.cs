using System.Text.Json.Nodes;
using ChatOps502.Bot.Redaction;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Redaction;

public sealed class OrdinaryTextTests
{
    static string[] Texts =>
        File.ReadAllLines(
            Path.Combine(Tree.Root, "tests", "Bot.Tests", "Redaction", "OrdinaryTexts.txt")
        );

    [Fact]
    public void There_are_many() => Assert.InRange(Texts.Length, 120, 1000);

    [Fact]
    public void What_is_no_secret_stays()
    {
        List<string> wrong =
        [
            .. Texts.Where(t => Secrets.Mask(t) != t).Select(t => $"{t}\n    -> {Secrets.Mask(t)}"),
        ];
        Assert.True(wrong.Count == 0, $"{wrong.Count} false maskings\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void And_stays_inside_of_json()
    {
        List<string> wrong = [];
        foreach (var text in Texts)
            if (
                JsonNode.Parse(Secrets.MaskJson(new JsonObject { ["text"] = text }.ToJsonString()))![
                    "text"
                ]!.ToString() != text
            )
                wrong.Add(text);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void And_stays_as_one_text()
    {
        var all = string.Join('\n', Texts);
        Assert.Equal(all, Secrets.Mask(all));
    }

    [Fact]
    public void The_advised_sudoers_line_prints_whole()
    {
        var page = File.ReadAllLines(Path.Combine(Tree.Root, "docs", "install.md"));
        var sudoers = page.SkipWhile(line => !line.Contains("NOPASSWD:NOEXEC:")).Take(3).ToList();
        Assert.NotEmpty(sudoers);
        Assert.All(sudoers, line => Assert.Equal(line, Secrets.Mask(line)));
    }
}
