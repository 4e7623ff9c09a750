namespace ChatOps502.Runbooks.Engine;

/// <summary>How a step ended, for now or for good.</summary>
/// <param name="Output">What later steps can refer to by this step's id.</param>
/// <param name="Events">What the story gets to hear of it.</param>
public abstract record StepOutcome(StepOutput Output, IReadOnlyList<RunEvent> Events)
{
    public static StepSucceeded Done(params RunEvent[] events) => new(StepOutput.None, events);

    public static StepSucceeded Done(StepOutput output, params RunEvent[] events) => new(output, events);

    public static StepFailed Failed(string error, params RunEvent[] events) =>
        new(error, StepOutput.None, events);

    public static StepFailed Failed(string error, StepOutput output, params RunEvent[] events) =>
        new(error, output, events);
}

public sealed record StepSucceeded(StepOutput Output, IReadOnlyList<RunEvent> Events)
    : StepOutcome(Output, Events);

/// <param name="Error">Why, and what to do about it, in words.</param>
public sealed record StepFailed(string Error, StepOutput Output, IReadOnlyList<RunEvent> Events)
    : StepOutcome(Output, Events);

/// <param name="DueAt">When it continues by itself; null when only a person can make it.</param>
public sealed record StepWaiting(DateTimeOffset? DueAt, StepOutput Output, IReadOnlyList<RunEvent> Events)
    : StepOutcome(Output, Events);
