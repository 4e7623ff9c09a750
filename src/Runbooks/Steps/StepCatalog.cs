using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Every type of step. One file and one line each.</summary>
public static class StepCatalog
{
    static readonly StepType[] All =
    [
        new ProbeType(),
        new DiagnoseType(),
        new CommandType(),
        new HttpType(),
        new RemedyType(),
        new ApprovalType(),
        new VerifyType(),
        new WaitType(),
        new NotifyType(),
        new BranchType(),
        new ParallelType(),
        new EachHostType(),
    ];

    /// <summary>Reads runbooks made of these types.</summary>
    public static RunbookReader Reader { get; } = new(All);

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(type => type.Name)];

    public static StepType TypeOf(Step step) => All.First(type => type.Owns(step));

    /// <inheritdoc cref="StepRunner"/>
    public static Task<StepOutcome> RunAsync(Step step, StepContext context, CancellationToken cancel) =>
        TypeOf(step).RunAsync(step, context, cancel);
}
