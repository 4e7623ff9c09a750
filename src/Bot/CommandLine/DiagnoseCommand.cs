using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.CommandLine;

/// <summary>diagnose FILE...: the same verdict from evidence that somebody pasted or recorded.</summary>
static class DiagnoseCommand
{
    public static int Run(IReadOnlyList<string> files, OutputFormat output, bool color)
    {
        var verdicts = new List<Verdict>();
        foreach (var file in files)
        {
            if (file != "-" && !File.Exists(file))
            {
                Terminal.Say($"there is no file {file}");
                return 2;
            }
            var (verdict, problem) = PastedEvidence.Judge(
                file == "-" ? "stdin" : Path.GetFileName(file),
                file == "-" ? Terminal.ReadStdin() : File.ReadAllText(file),
                TimeProvider.System.GetUtcNow()
            );
            if (verdict is null)
            {
                Terminal.Say($"{file}: {problem}");
                return 2;
            }
            verdicts.Add(verdict);
        }
        CheckCommand.Print(verdicts, output, color);
        return CheckCommand.ExitCode(verdicts);
    }
}
