using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Loading.Validation;

/// <summary>People type the name: /502 run nginx-502 web-01.</summary>
sealed class NamesAreTypeable : IRunbookRule
{
    public IEnumerable<Finding> Check(Runbook runbook)
    {
        if (!IsTypeable(runbook.Name))
            yield return new(1, $"name '{runbook.Name}' must be one word of letters, digits, - _ and .");
    }

    /// <summary>A name that is missing is reported by the reader.</summary>
    static bool IsTypeable(string name) => !name.StartsWith('-') && name.All(IsAllowed);

    static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
