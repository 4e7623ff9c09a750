using System.CommandLine;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Verdicts;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Bot.CommandLine;

/// <summary>verify TARGET: pages, a small burst, no new 502.</summary>
static class VerifyVerb
{
    public static Command Create(VerbFactory verbs)
    {
        var target = new Argument<string>("target") { Description = "name of a configured host" };
        return verbs.Create(
            "verify",
            "pages, a small burst, no new 502",
            [target],
            (call, cancel) => RunAsync(call, call.Value(target), cancel)
        );
    }

    static async Task<int> RunAsync(Call call, string target, CancellationToken cancel)
    {
        var (settings, hosts, clock) = (
            call.Settings,
            call.Get<ConfiguredHosts>(),
            call.Get<TimeProvider>()
        );
        if (hosts.Find(target) is not { } host)
            return CheckVerb.Unknown([target], hosts);
        var before = await call.Get<HostCheck>()
            .RunAsync(host, settings.Checks.Since, settings.Checks.Timeout, cancel);
        if (before.Failure is { } failure)
        {
            Terminal.Say($"could not verify {target}: {failure.Explanation}");
            return ExitCodes.Found;
        }
        var result = await call.Get<HostVerification>()
            .RunAsync(
                host,
                Baseline.From(before, clock.GetUtcNow(), settings.Verification.Paths),
                settings.Verification.Burst,
                cancel
            );
        if (call.Output == OutputFormat.Json)
        {
            Terminal.Result(
                new JsonObject
                {
                    ["target"] = target,
                    ["passed"] = result.Passed,
                    ["summary"] = result.Summary,
                    ["checks"] = new JsonArray([
                        .. result.Checks.Select(c => new JsonObject { ["text"] = c.Text, ["ok"] = c.Ok }),
                    ]),
                }.ToJsonString()
            );
            return result.Passed ? 0 : 1;
        }
        foreach (var line in result.Checks)
            Terminal.Result(Secrets.Mask($"[{(line.Ok ? "PASS" : "FAIL")}] {line.Text}"));
        Terminal.Result(result.Passed ? $"{target}: pass" : $"{target}: fail");
        return result.Passed ? 0 : 1;
    }
}
