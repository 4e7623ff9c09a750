using System.Text.Json.Nodes;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Bot.CommandLine;

/// <summary>verify TARGET: pages, a small burst, no new 502.</summary>
static class VerifyCommand
{
    public static async Task<int> RunAsync(
        Settings settings,
        string target,
        OutputFormat output,
        CancellationToken cancel
    )
    {
        var hosts = new ConfiguredHosts(settings, TimeProvider.System);
        if (hosts.Find(target) is not { } host)
            return CheckCommand.Unknown([target], hosts);
        var check = new HostCheck(TimeProvider.System, hosts);
        var before = await check.RunAsync(host, settings.Checks.Since, settings.Checks.Timeout, cancel);
        if (before.Failure is { } failure)
        {
            Terminal.Say($"could not verify {target}: {failure.Explanation}");
            return 1;
        }
        var result = await new HostVerification(check, TimeProvider.System).RunAsync(
            host,
            Baseline.From(before, TimeProvider.System.GetUtcNow(), settings.Verification.Paths),
            settings.Verification.Burst,
            cancel
        );
        if (output == OutputFormat.Json)
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
