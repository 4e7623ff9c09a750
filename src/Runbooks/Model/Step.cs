namespace ChatOps502.Runbooks.Model;

/// <summary>What happens when a step fails after its last attempt.</summary>
public enum OnFailure
{
    Stop,
    Continue,
}

/// <summary>What every step has.</summary>
/// <param name="Id">Unique in its runbook; later steps refer to its output by it.</param>
/// <param name="When">The step is skipped when this does not hold. Null: it always runs.</param>
/// <param name="Timeout">Null: the engine's default.</param>
/// <param name="Retries">Further attempts after the first.</param>
/// <param name="Line">Its line in the YAML, counted from 1.</param>
public sealed record StepCommon(
    string Id,
    Expression? When,
    TimeSpan? Timeout,
    int Retries,
    OnFailure OnFailure,
    int Line
);

/// <summary>One step of a runbook: its settings. How each type runs is in Steps, one file a type.</summary>
public abstract record Step(StepCommon Common)
{
    public string Id => Common.Id;

    /// <summary>Steps inside this one; empty for all but groups.</summary>
    public virtual IReadOnlyList<Step> Children => [];

    /// <summary>True when running it may change the host: such a step is never repeated automatically.</summary>
    public virtual bool Changes => false;

    /// <summary>True when it asks a person for approval.</summary>
    public virtual bool AsksForApproval => false;

    /// <summary>The approval it acts on: the id of an approval step, or <see cref="RunInputs.Change"/>.</summary>
    public virtual string? Approval => null;

    /// <summary>Settings that may hold <c>{{ placeholders }}</c>.</summary>
    public virtual IEnumerable<string> Texts => [];

    /// <summary>Every path it reads: in its conditions and in its texts.</summary>
    public virtual IEnumerable<string> Paths =>
        (Common.When?.Paths ?? []).Concat(Texts.SelectMany(Template.Paths));

    /// <summary>The step and all inside it, in the order they are written.</summary>
    public IEnumerable<Step> WithNested()
    {
        var open = new Stack<Step>([this]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next.Children.Reverse())
                open.Push(child);
        }
    }
}

/// <summary>Stands in for a step whose settings could not be read, so that later steps still find its id.</summary>
public sealed record UnreadableStep(StepCommon Common) : Step(Common);
