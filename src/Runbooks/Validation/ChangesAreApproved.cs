using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Validation;

/// <summary>No step changes a host before a person was asked.</summary>
sealed class ChangesAreApproved : IRunbookRule
{
    public IEnumerable<Finding> Check(Runbook runbook)
    {
        var asked = false;
        foreach (var step in runbook.AllSteps)
        {
            // "change" is what somebody approved by clicking Undo: only the bot itself can give that
            asked |=
                step is ApprovalStep || step is RemedyStep { Apply: true, From: "change" } && runbook.Name == "undo";
            if (step.Changes && !asked)
                yield return new(
                    step.Common.Line,
                    $"'{step.Id}' changes the host, and no approval step comes before it"
                );
        }
    }
}
