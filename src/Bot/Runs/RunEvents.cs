using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Something that a run did.</summary>
public abstract record RunStory(RunHead Run, Person By) : IncidentEvent(By)
{
    /// <summary>How far the run is, in one line; null for what moves it no further.</summary>
    public virtual string? Progress => null;
}

/// <param name="Steps">How many the runbook has.</param>
public sealed record RunStarted(RunHead Run, int Steps, Person By) : RunStory(Run, By)
{
    public override string Kind => "run.started";

    public override string Text => $"{Run.Title}{(Run.DryRun ? " (dry run)" : "")}";

    public override string Data => $$"""{"run":"{{Run.Id}}"}""";
}

public sealed record RunOver(RunHead Run, RunStatus Status, Person By) : RunStory(Run, By)
{
    public override string Kind => "run.ended";

    public override string Text => $"{Run.Runbook} ended: {Status.ToString().ToLowerInvariant()}";
}
