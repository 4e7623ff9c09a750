using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Did it help? Pages, a burst, new failures, the diagnosis again.</summary>
/// <param name="After">The remedy step whose effect is verified; empty: the host as it is.</param>
/// <param name="Tries">How often to look, two seconds apart, before the answer is no: services need a moment.</param>
public sealed record VerifyStep(StepCommon Common, string After, int Tries) : Step(Common);

public sealed record VerifyOutput(bool Passed, string Summary, VerificationResult Result) : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.VerifyOutput);
}

public sealed class VerifyType : SettingsStepType<VerifyStep>
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public override string Name => "verify";

    protected override VerifyStep ReadSettings(YamlPart settings, StepCommon common) =>
        new(common, settings.Text("after") ?? "", settings.Number("tries", otherwise: 5, max: 50));

    protected override async Task<StepOutcome> RunAsync(
        VerifyStep step,
        StepContext context,
        CancellationToken cancel
    )
    {
        if (context.Target is not { } host)
            return context.NoTarget;
        if (context.State.DryRun)
            return DryRun(context, host);
        var known = step.After.Length > 0 ? context.BaselineOf(step.After) : null;
        var baseline = known ?? await BaselineAsync(context, host, cancel);
        var result = await VerifyAsync(step, context, host, baseline, cancel);
        var output = new VerifyOutput(result.Passed, result.Summary, result);
        var done = new VerificationDone(host.Name, result);
        return result.Passed
            ? StepOutcome.Done(output, done)
            : StepOutcome.Failed(result.Summary, output, done);
    }

    static StepOutcome DryRun(StepContext context, Host host)
    {
        var burst = context.Services.Defaults.Burst;
        var text = $"would verify with the failing pages and a burst of {burst}";
        return StepOutcome.Done(new DryRunOutput(), new StepNote(host.Name, text, Problem: false));
    }

    static async Task<VerificationResult> VerifyAsync(
        VerifyStep step,
        StepContext context,
        Host host,
        Baseline baseline,
        CancellationToken cancel
    )
    {
        var services = context.Services;
        var result = await services.Verification.RunAsync(
            host,
            baseline,
            services.Defaults.Burst,
            cancel
        );
        for (var attempt = 1; !result.Passed && attempt < step.Tries; attempt++)
        {
            await Task.Delay(Pause, services.Clock, cancel);
            // requests lost while the service came up do not count against the fix
            var now = await BaselineAsync(context, host, cancel);
            var again = baseline with { At = services.Clock.GetUtcNow(), Positions = now.Positions };
            result = await services.Verification.RunAsync(host, again, services.Defaults.Burst, cancel);
        }
        return result;
    }

    static async Task<Baseline> BaselineAsync(StepContext context, Host host, CancellationToken cancel)
    {
        var (services, defaults) = (context.Services, context.Services.Defaults);
        var check = await services.Check.RunAsync(host, defaults.Since, defaults.CheckTimeout, cancel);
        return Baseline.From(check, services.Clock.GetUtcNow(), defaults.VerifyPaths);
    }
}
