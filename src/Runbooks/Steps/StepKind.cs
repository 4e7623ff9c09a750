using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>A kind of step: how it is written and how it runs.</summary>
public abstract class StepKind
{
    /// <summary>The key that marks it in YAML.</summary>
    public abstract string Name { get; }

    public abstract Step Read(YamlPart part, StepCommon common);

    /// <summary>Does the work. Failures a person can meet come back as an outcome; exceptions are bugs.</summary>
    public abstract Task<StepOutcome> RunAsync(Step step, StepContext context, CancellationToken cancel);

    /// <summary>True when this kind runs the step; groups and branches are walked by the engine instead.</summary>
    public abstract bool Runs(Step step);
}

/// <inheritdoc cref="StepKind"/>
public abstract class StepKind<TStep> : StepKind
    where TStep : Step
{
    public sealed override bool Runs(Step step) => step is TStep;

    public sealed override Task<StepOutcome> RunAsync(Step step, StepContext context, CancellationToken cancel) =>
        RunAsync((TStep)step, context, cancel);

    protected abstract Task<StepOutcome> RunAsync(TStep step, StepContext context, CancellationToken cancel);
}

/// <summary>A step whose texts hold <c>{{ places }}</c>.</summary>
public interface IHasTexts
{
    IEnumerable<string> Texts { get; }
}

/// <summary>How a step ended, and what the story gets to hear of it.</summary>
/// <param name="Status">Succeeded, Failed, or Waiting (for a person or a time).</param>
/// <param name="Output">What later steps can refer to by this step's id.</param>
/// <param name="DueAt">For Waiting: when it goes on by itself; null when only a person can say.</param>
public sealed record StepOutcome(
    StepStatus Status,
    JsonObject Output,
    string? Error,
    IReadOnlyList<Happening> Happenings,
    DateTimeOffset? DueAt = null
)
{
    public static StepOutcome Done(JsonObject output, params Happening[] happenings) =>
        new(StepStatus.Succeeded, output, null, happenings);

    public static StepOutcome Failed(string error, JsonObject? output = null, params Happening[] happenings) =>
        new(StepStatus.Failed, output ?? [], error, happenings);
}
