using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Validation;

/// <summary>A condition or text may only speak of steps that come before it.</summary>
sealed class PathsLeadSomewhere : IRunbookRule
{
    static readonly string[] Given = ["host", "incident", "alert", "run", "change"];

    public IEnumerable<Finding> Check(Runbook runbook)
    {
        var known = new HashSet<string>(Given);
        foreach (var step in runbook.AllSteps)
        {
            foreach (var path in Read(step).Where(p => !known.Contains(p.Split('.')[0])))
                yield return new(
                    step.Common.Line,
                    $"'{path}' speaks of no earlier step; known here: {string.Join(", ", known.Order())}"
                );
            known.Add(step.Id);
        }
    }

    static IEnumerable<string> Read(Step step) =>
        (step.Common.When?.Paths ?? [])
            .Concat(step is BranchStep branch ? branch.If.Paths : [])
            .Concat(step is IHasTexts texts ? texts.Texts.SelectMany(Template.Paths) : []);
}
