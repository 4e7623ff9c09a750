namespace ChatOps502.Runbooks.Model;

/// <summary>What to do, as its author wrote it.</summary>
/// <param name="Name">What people type: <c>/502 run nginx-502 web-01</c>.</param>
/// <param name="Source">The YAML text. A run keeps a copy, so a later edit does not change a run in progress.</param>
public sealed record Runbook(
    string Name,
    string Title,
    string Description,
    IReadOnlyList<Step> Steps,
    string Source
)
{
    /// <summary>Every step, nested ones included, in the order they are written.</summary>
    public IEnumerable<Step> AllSteps => Steps.SelectMany(step => step.WithNested());

    /// <summary>Null when no step has this id.</summary>
    public Step? Find(string stepId) => AllSteps.FirstOrDefault(step => step.Id == stepId);
}
