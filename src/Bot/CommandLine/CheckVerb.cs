using System.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Verdicts;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.CommandLine;

/// <summary>check TARGET...: reads, judges, prints. Changes nothing.</summary>
static class CheckVerb
{
    public static Command Create(VerbFactory verbs)
    {
        var targets = new Argument<string[]>("target")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "names of configured hosts",
        };
        var since = new Option<string?>("--since")
        {
            Description = "how far back evidence counts: 15m, 2h, 90s",
        };
        var timeout = new Option<string?>("--timeout") { Description = "time for one host: 20s" };
        return verbs.Create(
            "check",
            "collect evidence read-only and print the verdict",
            [targets, since, timeout],
            async (call, cancel) =>
            {
                var defaults = call.Settings.Checks;
                if (!TimeSpans.TryRead(call.Value(since), "--since", defaults.Since, out var window))
                    return ExitCodes.Usage;
                if (!TimeSpans.TryRead(call.Value(timeout), "--timeout", defaults.Timeout, out var limit))
                    return ExitCodes.Usage;
                return await RunAsync(call, call.Value(targets), window, limit, cancel);
            }
        );
    }

    static async Task<int> RunAsync(
        Call call,
        IReadOnlyList<string> targets,
        TimeSpan since,
        TimeSpan timeout,
        CancellationToken cancel
    )
    {
        var hosts = call.Get<ConfiguredHosts>();
        var unknown = targets.Where(target => hosts.Find(target) is null).ToList();
        if (unknown.Count > 0)
            return Unknown(unknown, hosts);
        var check = call.Get<HostCheck>();
        var results = await Task.WhenAll(
            targets.Select(target => check.RunAsync(hosts.Find(target)!, since, timeout, cancel))
        );
        List<Verdict> verdicts = [.. results.Select(result => result.Verdict)];
        Print(verdicts, call.Output, call.Color);
        return ExitCode(verdicts);
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

    /// <summary>A cause or no cause, unless a target could not be judged for what is missing.</summary>
    public static int ExitCode(IReadOnlyList<Verdict> verdicts)
    {
        var someUnknown = verdicts.Any(verdict => verdict.Status == VerdictStatus.Unknown);
        if (verdicts.Any(IsFault))
            return someUnknown ? ExitCodes.Incomplete : ExitCodes.Found;
        var someUnread = verdicts.Any(verdict => verdict.Steps.Any(step => !step.Ok));
        return someUnknown || someUnread ? ExitCodes.Incomplete : ExitCodes.Good;
    }

    /// <summary>An nginx that does not run has no cause and is no good news.</summary>
    static bool IsFault(Verdict verdict) =>
        verdict.Diagnoses.Count > 0
        || verdict.Status is VerdictStatus.Unhealthy or VerdictStatus.Degraded;

    public static int Unknown(IEnumerable<string> names, ConfiguredHosts hosts)
    {
        foreach (var name in names)
            Terminal.Say(
                $"{Nearest.NoSuch("host", name, hosts.Names)}. Add it under Hosts in appsettings.json or --config."
            );
        return ExitCodes.Usage;
    }
}
