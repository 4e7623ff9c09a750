using System.CommandLine;
using ChatOps502.Bot.Verdicts;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.CommandLine;

/// <summary>diagnose FILE...: the same verdict from evidence that somebody pasted or recorded.</summary>
static class DiagnoseVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "evidence JSON, or logs and command output as they were copied; - for stdin",
        };
        return VerbFactory.CreateOffline(
            "diagnose",
            "the verdict from pasted or recorded evidence; touches no host",
            [files],
            call => Run(call.Value(files), call.Output, call.Color)
        );
    }

    static int Run(IReadOnlyList<string> files, OutputFormat output, bool color)
    {
        var verdicts = new List<Verdict>();
        foreach (var file in files)
        {
            if (file != "-" && !File.Exists(file))
            {
                Terminal.Say($"there is no file {file}");
                return ExitCodes.Usage;
            }
            var (verdict, problem) = PastedEvidence.Judge(
                file == "-" ? "stdin" : Path.GetFileName(file),
                file == "-" ? Terminal.ReadStdin() : File.ReadAllText(file),
                TimeProvider.System.GetUtcNow()
            );
            if (verdict is null)
            {
                Terminal.Say($"{file}: {problem}");
                return ExitCodes.Usage;
            }
            verdicts.Add(verdict);
        }
        CheckVerb.Print(verdicts, output, color);
        return CheckVerb.ExitCode(verdicts);
    }
}
