using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Says a line in the incident's thread.</summary>
public sealed record NotifyStep(StepCommon Common, string Text) : Step(Common), IHasTexts
{
    public IEnumerable<string> Texts => [Text];
}

public sealed class NotifyKind : StepKind<NotifyStep>
{
    public override string Name => "notify";

    public override Step Read(YamlPart part, StepCommon common) => new NotifyStep(common, part.Required(Name));

    protected override Task<StepOutcome> RunAsync(NotifyStep step, StepContext context, CancellationToken cancel) =>
        Task.FromResult(StepOutcome.Done([], new Said(context.Host, Template.Fill(step.Text, context.Resolve), false)));
}
