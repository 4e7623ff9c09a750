using ChatOps502.Runbooks.Definition;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Every kind of step. One file and one line each.</summary>
public static class StepCatalog
{
    static readonly StepKind[] All =
    [
        new ProbeKind(),
        new DiagnoseKind(),
        new CommandKind(),
        new HttpKind(),
        new RemedyKind(),
        new ApprovalKind(),
        new VerifyKind(),
        new WaitKind(),
        new NotifyKind(),
        new BranchKind(),
        new ParallelKind(),
        new EachHostKind(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(k => k.Name)];

    public static StepKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    public static StepKind Of(Step step) => All.First(k => k.Runs(step));
}
