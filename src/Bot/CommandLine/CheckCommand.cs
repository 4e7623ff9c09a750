using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.CommandLine;

/// <summary>check TARGET...: reads, judges, prints. Changes nothing.</summary>
static class CheckCommand
{
    public static async Task<int> RunAsync(
        Settings settings,
        IReadOnlyList<string> targets,
        TimeSpan? since,
        TimeSpan? timeout,
        OutputFormat output,
        bool color,
        CancellationToken cancel
    )
    {
        var hosts = new ConfiguredHosts(settings, TimeProvider.System);
        var unknown = targets.Where(t => hosts.Find(t) is null).ToList();
        if (unknown.Count > 0)
            return Unknown(unknown, hosts);

        var check = new HostCheck(TimeProvider.System, hosts);
        var results = await Task.WhenAll(
            targets.Select(t =>
                check.RunAsync(
                    hosts.Find(t)!,
                    since ?? settings.Checks.Since,
                    timeout ?? settings.Checks.Timeout,
                    cancel
                )
            )
        );
        Print([.. results.Select(r => r.Verdict)], output, color);
        return ExitCode([.. results.Select(r => r.Verdict)]);
    }

    public static void Print(IReadOnlyList<Verdict> verdicts, OutputFormat output, bool color)
    {
        if (output == OutputFormat.Json)
        {
            Terminal.Result(Secrets.MaskJson(ContractJson.Of(verdicts)));
            return;
        }
        var text = Secrets.Mask(string.Join("\n\n", verdicts.Select(v => VerdictText.Of(v, output))));
        if (color && output == OutputFormat.Text)
            Terminal.Painted(text);
        else
            Terminal.Result(text);
    }

    /// <summary>3 some target could not be fully read, else 1 a cause was found, else 0.</summary>
    public static int ExitCode(IReadOnlyList<Verdict> verdicts) =>
        verdicts.Any(v => v.Diagnoses.Count > 0 || v.Status == "unhealthy")
            ? verdicts.Any(v => v.Status == "unknown")
                ? 3
                : 1
            : verdicts.Any(v => v.Status == "unknown" || v.Steps.Any(s => !s.Ok))
                ? 3
                : 0;

    public static int Unknown(IEnumerable<string> names, ConfiguredHosts hosts)
    {
        foreach (var name in names)
            Terminal.Say(
                "there is no host "
                    + $"'{name}'{(Nearest.Of(name, hosts.Names) is { } near ? $"; did you mean {near}?" : "")} "
                    + $"Configured: {string.Join(", ", hosts.Names)}. Add it under Hosts in appsettings.json or "
                    + "--config."
            );
        return 2;
    }
}
