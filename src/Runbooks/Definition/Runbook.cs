namespace ChatOps502.Runbooks.Definition;

/// <summary>What to do, as its author wrote it.</summary>
/// <param name="Source">The YAML text: a run keeps a copy, so that a later edit does not change a run under
/// way.</param>
public sealed record Runbook(string Name, string Title, string Description, IReadOnlyList<Step> Steps, string Source)
{
    public IEnumerable<Step> AllSteps => Steps.SelectMany(Step.Self);
}

/// <summary>What happens when a step fails after its last try.</summary>
public enum OnFailure
{
    Stop,
    Continue,
}

/// <summary>What every step has.</summary>
/// <param name="Id">Unique in its runbook; later steps refer to its result by it.</param>
/// <param name="When">A condition; the step is passed over when it does not hold. Null: always.</param>
/// <param name="Retries">Further tries after the first.</param>
/// <param name="Line">Where it stands in the YAML, counted from 1.</param>
public sealed record StepCommon(
    string Id,
    Expression? When,
    TimeSpan? Timeout,
    int Retries,
    OnFailure OnFailure,
    int Line
);

/// <summary>One step of a runbook. Kinds live in Steps, one file each.</summary>
public abstract record Step(StepCommon Common)
{
    public string Id => Common.Id;

    /// <summary>Steps inside this one; empty for a leaf.</summary>
    public virtual IReadOnlyList<Step> Children => [];

    /// <summary>True when running it may change the host: such a step is never repeated on its own.</summary>
    public virtual bool Changes => false;

    /// <summary>The step and all inside it, in the order they are written.</summary>
    public static IEnumerable<Step> Self(Step step)
    {
        var open = new Stack<Step>([step]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next.Children.Reverse())
                open.Push(child);
        }
    }
}
