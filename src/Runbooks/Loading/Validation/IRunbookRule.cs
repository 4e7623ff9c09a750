using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Loading.Validation;

/// <summary>What a rule found in a runbook.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record Finding(int Line, string Text);

/// <summary>One thing a valid runbook must satisfy, beyond being readable.</summary>
public interface IRunbookRule
{
    IEnumerable<Finding> Check(Runbook runbook);
}
