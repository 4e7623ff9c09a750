using ChatOps502.Runbooks.Definition;

namespace ChatOps502.Runbooks.Validation;

public sealed record Finding(int Line, string Text);

/// <summary>One thing a sound runbook fulfils, beyond being readable.</summary>
public interface IRunbookRule
{
    IEnumerable<Finding> Check(Runbook runbook);
}

public static class RunbookRules
{
    public static IReadOnlyList<IRunbookRule> All { get; } =
    [new IdsAreUnique(), new PathsLeadSomewhere(), new ChangesAreApproved(), new NamesAreTypeable()];
}
