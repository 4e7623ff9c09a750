using System.CommandLine;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Library;

namespace ChatOps502.Bot.CommandLine;

/// <summary>doctor: proves in daylight what the night will need. Says how to mend each.</summary>
static class DoctorVerb
{
    public static Command Create(VerbFactory verbs) =>
        verbs.Create("doctor", "prove what is needed before the night it is needed", [], RunAsync);

    static async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var settings = call.Settings;
        var missing = 0;
        void Report(string what, string? problem)
        {
            if (problem is not null)
                missing++;
            Terminal.Result(
                $"[{(problem is null ? "ok" : "FAIL")}] {what}{(problem is null ? "" : ": " + problem)}"
            );
        }

        Report($"database {settings.Storage.ConnectionString}", DatabaseProblem(settings));
        var (library, problems) = RunbookLibrary.Load(settings.Runbooks.Directory);
        Report($"{library.All.Count} runbooks", problems.Count == 0 ? null : string.Join("; ", problems));
        foreach (var (alert, runbook) in settings.Alerts.Routes)
            Report(
                $"alert {alert} starts {runbook}",
                library.Find(runbook) is null ? $"there is no runbook {runbook}; fix Alerts:Routes" : null
            );
        Report(
            "alerts need a token",
            AlertmanagerWebhook.StrangersCanAlert(settings)
                ? "anybody who reaches the port can send alerts; set Alerts:Token"
                : null
        );
        foreach (var (what, problem) in await SlackDoctor.ExamineAsync(settings, cancel))
            Report(what, problem);
        var hosts = call.Get<ConfiguredHosts>();
        foreach (var name in hosts.Names)
        foreach (var (what, problem) in await HostAsync(call, hosts.Find(name)!, cancel))
            Report($"{name}: {what}", problem);
        return missing == 0 ? ExitCodes.Good : ExitCodes.Found;
    }

    static string? DatabaseProblem(Settings settings)
    {
        try
        {
            using var database = new Database(settings.Storage.ConnectionString);
            return null;
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }

    static async Task<IEnumerable<(string What, string? Problem)>> HostAsync(
        Call call,
        Host host,
        CancellationToken cancel
    )
    {
        var checks = call.Settings.Checks;
        var result = await call.Get<HostCheck>().RunAsync(host, checks.Since, checks.Timeout, cancel);
        if (result.Failure is { } failure)
            return [("login", failure.Explanation)];
        return result
            .Verdict.Steps.Where(s => s.Error is not null)
            .Select(s => ((string, string?))(s.Probe, s.Error))
            .Prepend(("login", null));
    }
}
