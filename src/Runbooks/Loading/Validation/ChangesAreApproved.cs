using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Loading.Validation;

/// <summary>No step changes a host before a person was asked.</summary>
sealed class ChangesAreApproved : IRunbookRule
{
    public IEnumerable<Finding> Check(Runbook runbook)
    {
        var isApproved = false;
        foreach (var step in runbook.AllSteps)
        {
            isApproved |= step.AsksForApproval || IsApprovedByClick(runbook, step);
            if (step.Changes && !isApproved)
                yield return new(
                    step.Common.Line,
                    $"'{step.Id}' changes the host, and no approval step comes before it"
                );
        }
    }

    /// <summary>Clicking Undo is the approval; only the bot itself can start a run with that.</summary>
    static bool IsApprovedByClick(Runbook runbook, Step step) =>
        step.Approval == RunInputs.Change && runbook.Name == ShippedRunbooks.Undo;
}
