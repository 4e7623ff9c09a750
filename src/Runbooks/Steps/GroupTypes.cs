using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>A type of step that holds others: the engine walks through it instead of running it.</summary>
public abstract class GroupType<TStep> : StepType<TStep>
    where TStep : Step
{
    protected sealed override Task<StepOutcome> RunAsync(
        TStep step,
        StepContext context,
        CancellationToken cancel
    ) => throw new InvalidOperationException($"{Name} is walked by the engine, never run");
}

/// <summary><c>branch: { if, then, else }</c></summary>
public sealed class BranchType : GroupType<BranchStep>
{
    static readonly Expression Never = Expression.Parse("false");

    public override string Name => "branch";

    public override Step Read(YamlPart part, StepCommon common) =>
        ReadGroup(part, common, settings => ReadSettings(settings, common));

    static BranchStep ReadSettings(YamlPart settings, StepCommon common)
    {
        settings.Required("if");
        return new(
            common,
            settings.Condition("if") ?? Never,
            settings.Steps("then"),
            settings.Has("else") ? settings.Steps("else") : []
        );
    }
}

/// <summary><c>parallel: [steps]</c></summary>
public sealed class ParallelType : GroupType<ParallelStep>
{
    public override string Name => "parallel";

    public override Step Read(YamlPart part, StepCommon common) =>
        new ParallelStep(common, part.Steps(Name));
}

/// <summary><c>each-host: { steps, one-by-one }</c></summary>
public sealed class EachHostType : GroupType<EachHostStep>
{
    public override string Name => "each-host";

    public override Step Read(YamlPart part, StepCommon common) =>
        ReadGroup(part, common, settings => ReadSettings(settings, common));

    static EachHostStep ReadSettings(YamlPart settings, StepCommon common) =>
        new(common, settings.Steps("steps"), settings.Flag("one-by-one"));
}
