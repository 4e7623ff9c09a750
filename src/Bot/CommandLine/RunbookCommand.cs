using ChatOps502.Bot.Configuration;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.CommandLine;

/// <summary>runbook list, show, validate.</summary>
static class RunbookCommand
{
    public static int List(Settings settings)
    {
        var (library, problems) = RunbookLibrary.Load(settings.Runbooks.Directory);
        foreach (var runbook in library.All)
            Terminal.Result($"{runbook.Name, -16} {runbook.Title}");
        foreach (var problem in problems)
            Terminal.Say(problem.ToString());
        return problems.Count == 0 ? 0 : 2;
    }

    public static int Show(Settings settings, string name)
    {
        if (Find(settings, name) is not { } runbook)
            return 2;
        Terminal.Result(runbook.Source.TrimEnd());
        return 0;
    }

    /// <summary>All problems of all files at once, with file and line.</summary>
    public static int Validate(IReadOnlyList<string> files)
    {
        var problems = 0;
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                Terminal.Say($"{file}: there is no such file");
                problems++;
                continue;
            }
            var (runbook, wrong) = StepCatalog.Reader.Read(File.ReadAllText(file), file);
            foreach (var problem in wrong)
                Terminal.Say(problem.ToString());
            problems += wrong.Count;
            if (runbook is not null)
                Terminal.Result($"{file}: {runbook.Name} is sound, {runbook.AllSteps.Count()} steps");
        }
        return problems == 0 ? 0 : 2;
    }

    /// <summary>By name, or a file of its own; says what is wrong when there is none.</summary>
    public static Runbook? Find(Settings settings, string name)
    {
        var (library, problems) = RunbookLibrary.Load(settings.Runbooks.Directory);
        if (File.Exists(name) && name.EndsWith(".yaml"))
        {
            (var own, problems) = StepCatalog.Reader.Read(File.ReadAllText(name), name);
            if (own is not null)
                return own;
        }
        else if (library.Find(name) is { } known)
            return known;
        else
            Terminal.Say(
                "there is no runbook "
                    + $"'{name}'{(Nearest.Of(name, library.All.Select(r => r.Name)) is { } near ? $"; did you mean {near}?" : ".")} "
                    + ""
                    + ""
                    + $"Known: {string.Join(", ", library.All.Select(r => r.Name))}"
            );
        foreach (var problem in problems)
            Terminal.Say(problem.ToString());
        return null;
    }
}
