using ChatOps502.Runbooks.Definition;

namespace ChatOps502.Runbooks.Validation;

/// <summary>Results are found by step id, so every step has one, and only one has it.</summary>
sealed class IdsAreUnique : IRunbookRule
{
    public IEnumerable<Finding> Check(Runbook runbook)
    {
        var seen = new Dictionary<string, int>();
        foreach (var step in runbook.AllSteps)
        {
            if (step.Id.Length == 0)
                yield return new(step.Common.Line, "this step has no id");
            else if (
                step.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                || !char.IsAsciiLetter(step.Id[0])
            )
                yield return new(
                    step.Common.Line,
                    $"id '{step.Id}' must begin with a letter and hold letters, digits, - and _ only"
                );
            else if (!seen.TryAdd(step.Id, step.Common.Line))
                yield return new(step.Common.Line, $"id '{step.Id}' is taken by the step in line {seen[step.Id]}");
        }
    }
}
