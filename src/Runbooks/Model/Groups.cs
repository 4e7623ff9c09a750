namespace ChatOps502.Runbooks.Model;

// The engine walks these itself; they never run.

/// <summary>Takes one of two ways.</summary>
public sealed record BranchStep(
    StepCommon Common,
    Expression If,
    IReadOnlyList<Step> Then,
    IReadOnlyList<Step> Else
) : Step(Common)
{
    public override IReadOnlyList<Step> Children => [.. Then, .. Else];

    public override IEnumerable<string> Paths => base.Paths.Concat(If.Paths);
}

/// <summary>Runs its steps at the same time.</summary>
public sealed record ParallelStep(StepCommon Common, IReadOnlyList<Step> Steps) : Step(Common)
{
    public override IReadOnlyList<Step> Children => Steps;
}

/// <summary>
/// Runs its steps for each target: on all at once, or one host after another, stopping at the first that fails.
/// </summary>
public sealed record EachHostStep(StepCommon Common, IReadOnlyList<Step> Steps, bool OneByOne)
    : Step(Common)
{
    public override IReadOnlyList<Step> Children => Steps;
}
