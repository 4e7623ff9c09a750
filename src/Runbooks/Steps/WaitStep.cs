using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Lets time pass. Its end is stored, so a restart does not begin the wait again.</summary>
public sealed record WaitStep(StepCommon Common, TimeSpan For) : Step(Common);

public sealed class WaitType : StepType<WaitStep>
{
    public override string Name => "wait";

    public override Step Read(YamlPart part, StepCommon common) =>
        new WaitStep(common, part.Span(Name) ?? TimeSpan.Zero);

    protected override Task<StepOutcome> RunAsync(
        WaitStep step,
        StepContext context,
        CancellationToken cancel
    ) => Task.FromResult(Outcome(step, context));

    static StepOutcome Outcome(WaitStep step, StepContext context)
    {
        if (context.State.DryRun)
            return StepOutcome.Done(
                new StepNote(context.Host, $"would wait {step.For.TotalSeconds:0} s", Problem: false)
            );
        return new StepWaiting(context.Services.Clock.GetUtcNow() + step.For, StepOutput.None, []);
    }
}
