using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Did it help? Pages, a burst, new failures, the diagnosis again.</summary>
/// <param name="After">The remedy step whose effect is looked at; empty: the host as it is.</param>
/// <param name="Tries">How often to look, two seconds apart, before "no" is said: services need a moment.</param>
public sealed record VerifyStep(StepCommon Common, string After, int Tries) : Step(Common);

public sealed class VerifyKind : StepKind<VerifyStep>
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public override string Name => "verify";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var step = new VerifyStep(common, inner?.Text("after") ?? "", inner?.Number("tries", 5, 50) ?? 5);
        inner?.NothingElse("verify");
        return step;
    }

    protected override async Task<StepOutcome> RunAsync(VerifyStep step, StepContext context, CancellationToken cancel)
    {
        var services = context.Services;
        if (services.Hosts.Find(context.Host ?? "") is not { } host)
            return StepOutcome.Failed($"there is no host '{context.Host}'");
        if (context.State.DryRun)
            return StepOutcome.Done(
                new() { ["dryRun"] = true },
                new Said(
                    host.Name,
                    $"would verify with the failing pages and a burst of {services.Defaults.Burst}",
                    false
                )
            );
        var stored = step.After.Length > 0 ? context.Resolve(step.After + ".baseline") : null;
        var baseline = stored is null
            ? await BaselineAsync(context, host, cancel)
            : JsonSerializer.Deserialize(stored, StepJson.Default.Baseline)!;
        var result = await services.Verification.RunAsync(host, baseline, services.Defaults.Burst, cancel);
        for (var attempt = 1; !result.Passed && attempt < step.Tries; attempt++)
        {
            await Task.Delay(Pause, services.Clock, cancel);
            // what was lost while the service came up is not held against the fix
            var again = baseline with
            {
                At = services.Clock.GetUtcNow(),
                Positions = (await BaselineAsync(context, host, cancel)).Positions,
            };
            result = await services.Verification.RunAsync(host, again, services.Defaults.Burst, cancel);
        }
        var output = new JsonObject
        {
            ["passed"] = result.Passed,
            ["summary"] = result.Summary,
            ["result"] = JsonSerializer.SerializeToNode(result, StepJson.Default.VerificationResult),
        };
        return result.Passed
            ? StepOutcome.Done(output, new VerificationDone(host.Name, result))
            : StepOutcome.Failed(result.Summary, output, new VerificationDone(host.Name, result));
    }

    static async Task<Baseline> BaselineAsync(StepContext context, Executors.Host host, CancellationToken cancel)
    {
        var check = await context.Services.Check.RunAsync(
            host,
            context.Services.Defaults.Since,
            context.Services.Defaults.CheckTimeout,
            null,
            cancel
        );
        return Baseline.Of(check, context.Services.Clock.GetUtcNow(), context.Services.Defaults.VerifyPaths);
    }
}
