using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Lets time pass. The end is stored, so a restart does not begin the wait anew.</summary>
public sealed record WaitStep(StepCommon Common, TimeSpan For) : Step(Common);

public sealed class WaitKind : StepKind<WaitStep>
{
    public override string Name => "wait";

    public override Step Read(YamlPart part, StepCommon common) =>
        new WaitStep(common, part.Span(Name) ?? TimeSpan.Zero);

    protected override Task<StepOutcome> RunAsync(WaitStep step, StepContext context, CancellationToken cancel) =>
        Task.FromResult(
            context.State.DryRun
                ? StepOutcome.Done([], new Said(context.Host, $"would wait {step.For.TotalSeconds:0} s", false))
                : new StepOutcome(StepStatus.Waiting, [], null, [], context.Services.Clock.GetUtcNow() + step.For)
        );
}
