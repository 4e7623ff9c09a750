using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Loading.Validation;

/// <summary>Outputs are found by step id, so every step has one, and no two share it.</summary>
sealed class IdsAreUnique : IRunbookRule
{
    public IEnumerable<Finding> Check(Runbook runbook)
    {
        var lines = new Dictionary<string, int>();
        foreach (var step in runbook.AllSteps)
        {
            if (Problem(step, lines) is { } problem)
                yield return new(step.Common.Line, problem);
        }
    }

    static string? Problem(Step step, Dictionary<string, int> lines)
    {
        if (step.Id.Length == 0)
            return "this step has no id";
        if (!char.IsAsciiLetter(step.Id[0]) || !step.Id.All(IsAllowed))
            return $"id '{step.Id}' must begin with a letter and hold letters, digits, - and _ only";
        return lines.TryAdd(step.Id, step.Common.Line)
            ? null
            : $"id '{step.Id}' is taken by the step in line {lines[step.Id]}";
    }

    static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
