using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Loading.Validation;

/// <summary>A condition or text may only refer to steps that come before it.</summary>
sealed class PathsReferToEarlierSteps : IRunbookRule
{
    public IEnumerable<Finding> Check(Runbook runbook)
    {
        var known = new HashSet<string>(RunInputs.ForTemplates);
        foreach (var step in runbook.AllSteps)
        {
            foreach (var path in step.Paths.Where(path => !known.Contains(path.Split('.')[0])))
                yield return new(
                    step.Common.Line,
                    $"'{path}' refers to no earlier step; known here: {string.Join(", ", known.Order())}"
                );
            known.Add(step.Id);
        }
    }
}
