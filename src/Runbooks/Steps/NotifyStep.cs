using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Posts a line in the incident's thread.</summary>
public sealed record NotifyStep(StepCommon Common, string Text) : Step(Common)
{
    public override IEnumerable<string> Texts => [Text];
}

public sealed class NotifyType : StepType<NotifyStep>
{
    public override string Name => "notify";

    public override Step Read(YamlPart part, StepCommon common) =>
        new NotifyStep(common, part.Required(Name));

    protected override Task<StepOutcome> RunAsync(
        NotifyStep step,
        StepContext context,
        CancellationToken cancel
    ) =>
        Task.FromResult<StepOutcome>(
            StepOutcome.Done(new StepNote(context.Host, context.Filled(step.Text), Problem: false))
        );
}
