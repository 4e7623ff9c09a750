using ChatOps502.Runbooks.Definition;

namespace ChatOps502.Runbooks.Library;

/// <summary>The runbooks that ship, joined and overridden by name by those of a folder.</summary>
public sealed class RunbookLibrary
{
    readonly Dictionary<string, Runbook> _byName = new(StringComparer.OrdinalIgnoreCase);

    RunbookLibrary() { }

    public IReadOnlyList<Runbook> All => [.. _byName.Values.OrderBy(r => r.Name)];

    public Runbook? Find(string name) => _byName.GetValueOrDefault(name);

    /// <param name="directory">Where *.yaml are read from; empty for none.</param>
    /// <returns>The library without the broken runbooks, and what is wrong with those.</returns>
    public static (RunbookLibrary Library, IReadOnlyList<Problem> Problems) Load(string directory)
    {
        var library = new RunbookLibrary();
        var problems = new List<Problem>();
        var shipped = Embedded.Names.Where(n => n.EndsWith(".yaml")).Select(n => (n, Embedded.Text(n)));
        var own =
            directory.Length == 0
                ? []
                : Directory.EnumerateFiles(directory, "*.yaml").Order().Select(f => (f, File.ReadAllText(f)));
        foreach (var (file, text) in shipped.Concat(own))
        {
            var (runbook, wrong) = RunbookReader.Read(text, file);
            problems.AddRange(wrong);
            if (runbook is not null)
                library._byName[runbook.Name] = runbook;
        }
        return (library, problems);
    }
}
