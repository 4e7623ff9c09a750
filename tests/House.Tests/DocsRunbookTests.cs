using System.Text.RegularExpressions;
using ChatOps502.TestKit;

namespace ChatOps502.House.Tests;

/// <summary>
/// docs/runbooks.md names every kind of step and every field, and its examples are sound. What there is, is asked from
/// the program: it answers a wrong key with the list of the right ones.
/// </summary>
public sealed partial class DocsRunbookTests : IDisposable
{
    const string Wrong = "zzz";
    static readonly DocsPage Page = DocsPage.Open("docs/runbooks.md");
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chatops502-docs-");

    [Fact]
    public async Task Its_examples_are_sound()
    {
        var examples = Page.Blocks("yaml");
        Assert.NotEmpty(examples);
        var files = examples.Select((text, index) => Write($"example-{index}", text));
        Assert.Equal("", await ComplaintsAsync(files));
    }

    [Fact]
    public async Task Every_kind_of_step_and_every_field_is_named()
    {
        var kinds = ListIn(
            await ComplaintsAsync([Write("no-kind", Steps($"{{ id: a, {Wrong}: 1 }}"))]),
            Wrong
        );
        Assert.Contains("probe", kinds);

        var complaints = await ComplaintsAsync(kinds.Select(WithWrongField));
        Assert.All(
            kinds,
            kind => Assert.Equal(ListIn(complaints, $"/{kind}.yaml:"), Fields($"### {kind}"))
        );
    }

    [Fact]
    public async Task Every_field_of_a_runbook_and_of_all_steps_is_named()
    {
        var step = await ComplaintsAsync([Write("step", Steps($"{{ id: a, probe: {{}}, {Wrong}: 1 }}"))]);
        Assert.Equal(ListIn(step, Wrong).Where(field => field != "probe"), Fields("## Every step"));

        var file = await ComplaintsAsync([Write("file", $"{Steps("{ id: a, probe: {} }")}{Wrong}: 1\n")]);
        Assert.Equal(ListIn(file, Wrong), Fields("## The file"));
    }

    /// <summary>A kind may know other fields in its other mode: remedy does.</summary>
    string WithWrongField(string kind)
    {
        var plain = $"{{ id: a, {kind}: {{ {Wrong}: 1 }} }}";
        var other = $"{{ id: b, {kind}: {{ do: apply, {Wrong}: 1 }} }}";
        return Write(kind, Steps(plain, other));
    }

    static string Steps(params string[] steps) =>
        "name: a\ntitle: a\nsteps:\n" + string.Concat(steps.Select(step => $"  - {step}\n"));

    static IEnumerable<string> Fields(string heading) =>
        DocsPage.FirstCells(Page.Below(heading) ?? $"no heading {heading}").Distinct().Order();

    /// <summary>The words at the end of each complaint about the wrong key: "...; it knows from, to".</summary>
    static IEnumerable<string> ListIn(string complaints, string about) =>
        complaints
            .Split('\n')
            .Where(line => line.Contains(about) && line.Contains($"'{Wrong}'"))
            .SelectMany(line => LastList().Match(line).Value.Split(", "))
            .Where(word => word.Length > 0)
            .Distinct()
            .Order();

    string Write(string name, string yaml)
    {
        var file = Path.Combine(_directory.FullName, $"{name}.yaml");
        File.WriteAllText(file, yaml);
        return file;
    }

    static async Task<string> ComplaintsAsync(IEnumerable<string> files) =>
        (await OneShot.RunAsync(["runbook", "validate", .. files])).Err;

    public void Dispose() => _directory.Delete(recursive: true);

    // remedy has no 'zzz'; it knows approval, confidence, do
    [GeneratedRegex(@"[a-z][a-z-]*(?:, [a-z][a-z-]*)*$")]
    private static partial Regex LastList();
}
