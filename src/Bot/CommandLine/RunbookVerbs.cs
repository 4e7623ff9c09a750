using System.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.CommandLine;

/// <summary>runbook list, show, validate.</summary>
static class RunbookVerbs
{
    public static Command Create(VerbFactory verbs)
    {
        var name = new Argument<string>("name") { Description = "a known runbook, or a .yaml file" };
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore };
        return new("runbook", "work with runbooks")
        {
            verbs.Create("list", "the known runbooks", [], call => List(call.Settings)),
            verbs.Create(
                "show",
                "a runbook's text",
                [name],
                call => Show(call.Settings, call.Value(name))
            ),
            VerbFactory.CreateOffline(
                "validate",
                "every problem with file and line",
                [files],
                call => Validate(call.Value(files))
            ),
            RunbookRun.Create(verbs),
        };
    }

    static int List(Settings settings)
    {
        var (library, problems) = RunbookLibrary.Load(settings.Runbooks.Directory);
        foreach (var runbook in library.All)
            Terminal.Result($"{runbook.Name, -16} {runbook.Title}");
        foreach (var problem in problems)
            Terminal.Say(problem.ToString());
        return problems.Count == 0 ? ExitCodes.Good : ExitCodes.Usage;
    }

    static int Show(Settings settings, string name)
    {
        if (Find(settings, name) is not { } runbook)
            return ExitCodes.Usage;
        Terminal.Result(runbook.Source.TrimEnd());
        return ExitCodes.Good;
    }

    /// <summary>All problems of all files at once, with file and line.</summary>
    static int Validate(IReadOnlyList<string> files)
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
        return problems == 0 ? ExitCodes.Good : ExitCodes.Usage;
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
                Nearest.NoSuch("runbook", name, [.. library.All.Select(runbook => runbook.Name)])
            );
        foreach (var problem in problems)
            Terminal.Say(problem.ToString());
        return null;
    }
}
