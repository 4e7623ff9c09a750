using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Goes one of two ways.</summary>
public sealed record BranchStep(StepCommon Common, Expression If, IReadOnlyList<Step> Then, IReadOnlyList<Step> Else)
    : Step(Common)
{
    public override IReadOnlyList<Step> Children => [.. Then, .. Else];
}

/// <summary>Its steps run at the same time.</summary>
public sealed record ParallelStep(StepCommon Common, IReadOnlyList<Step> Steps) : Step(Common)
{
    public override IReadOnlyList<Step> Children => Steps;
}

/// <summary>
/// Its steps run for each target: all at once, or one host after the other, stopping at the first that fails.
/// </summary>
public sealed record EachHostStep(StepCommon Common, IReadOnlyList<Step> Steps, bool OneByOne) : Step(Common)
{
    public override IReadOnlyList<Step> Children => Steps;
}

/// <summary>A kind that the engine walks through instead of running it.</summary>
public abstract class GroupKind<TStep> : StepKind<TStep>
    where TStep : Step
{
    protected sealed override Task<StepOutcome> RunAsync(TStep step, StepContext context, CancellationToken cancel) =>
        throw new InvalidOperationException($"{Name} is walked by the engine, never run");
}

public sealed class BranchKind : GroupKind<BranchStep>
{
    static readonly Expression Never = Expression.Parse("false");

    public override string Name => "branch";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        if (inner is null)
            return new BranchStep(common, Never, [], []);
        inner.Required("if");
        var step = new BranchStep(
            common,
            inner.Condition("if") ?? Never,
            RunbookReader.Steps(inner.Node("then"), inner, "then"),
            inner.Node("else") is { } otherwise ? RunbookReader.Steps(otherwise, inner, "else") : []
        );
        inner.NothingElse("branch");
        return step;
    }
}

public sealed class ParallelKind : GroupKind<ParallelStep>
{
    public override string Name => "parallel";

    public override Step Read(YamlPart part, StepCommon common) =>
        new ParallelStep(common, RunbookReader.Steps(part.Node(Name), part, Name));
}

public sealed class EachHostKind : GroupKind<EachHostStep>
{
    public override string Name => "each-host";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        if (inner is null)
            return new EachHostStep(common, [], false);
        var step = new EachHostStep(
            common,
            RunbookReader.Steps(inner.Node("steps"), inner, "steps"),
            inner.Flag("one-by-one")
        );
        inner.NothingElse("each-host");
        return step;
    }
}
