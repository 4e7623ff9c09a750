using ChatOps502.Runbooks.Definition;

namespace ChatOps502.Runbooks.Validation;

/// <summary>People type the name: /502 run nginx-502 web-01.</summary>
sealed class NamesAreTypeable : IRunbookRule
{
    public IEnumerable<Finding> Check(Runbook runbook)
    {
        if (
            runbook.Name.Length > 0
            && (
                runbook.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                || runbook.Name[0] == '-'
            )
        )
            yield return new(1, $"name '{runbook.Name}' must be one word of letters, digits, - _ and .");
    }
}
