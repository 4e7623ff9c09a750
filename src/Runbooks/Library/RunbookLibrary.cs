using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Library;

/// <summary>The runbooks that ship, extended and overridden by name by those of a folder.</summary>
public sealed class RunbookLibrary
{
    readonly Dictionary<string, Runbook> _byName = new(StringComparer.OrdinalIgnoreCase);

    RunbookLibrary() { }

    public IReadOnlyList<Runbook> All => [.. _byName.Values.OrderBy(runbook => runbook.Name)];

    public Runbook? Find(string name) => _byName.GetValueOrDefault(name);

    /// <param name="directory">Where *.yaml are read from; empty for none.</param>
    /// <returns>The library without the broken runbooks, and what is wrong with those.</returns>
    public static (RunbookLibrary Library, IReadOnlyList<Problem> Problems) Load(string directory)
    {
        var library = new RunbookLibrary();
        var problems = new List<Problem>();
        foreach (var (file, text) in Shipped().Concat(In(directory)))
        {
            var (runbook, wrong) = StepCatalog.Reader.Read(text, file);
            problems.AddRange(wrong);
            if (runbook is not null)
                library._byName[runbook.Name] = runbook;
        }
        return (library, problems);
    }

    static IEnumerable<(string File, string Text)> Shipped() =>
        ShippedRunbooks.All.Select(name => (name + ".yaml", Embedded.Text(name + ".yaml")));

    static IEnumerable<(string File, string Text)> In(string directory) =>
        directory.Length == 0
            ? []
            : Directory
                .EnumerateFiles(directory, "*.yaml")
                .Order()
                .Select(file => (file, File.ReadAllText(file)));
}
