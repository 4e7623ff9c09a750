using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>A type of step: how it is written and how it runs.</summary>
public abstract class StepType : IStepReader
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract Step Read(YamlPart part, StepCommon common);

    /// <summary>Does the work. Failures a person can meet come back as an outcome; exceptions are bugs.</summary>
    public abstract Task<StepOutcome> RunAsync(Step step, StepContext context, CancellationToken cancel);

    /// <summary>True for a step of this type.</summary>
    public abstract bool Owns(Step step);

    /// <summary>Reads the group of keys under the type's name.</summary>
    protected Step ReadGroup(YamlPart part, StepCommon common, Func<YamlPart, Step> read) =>
        part.Group(Name, read) ?? new UnreadableStep(common);
}

/// <inheritdoc cref="StepType"/>
public abstract class StepType<TStep> : StepType
    where TStep : Step
{
    public sealed override bool Owns(Step step) => step is TStep;

    public sealed override Task<StepOutcome> RunAsync(
        Step step,
        StepContext context,
        CancellationToken cancel
    ) => RunAsync((TStep)step, context, cancel);

    protected abstract Task<StepOutcome> RunAsync(
        TStep step,
        StepContext context,
        CancellationToken cancel
    );
}

/// <summary>A type whose settings are a group of keys under its name.</summary>
public abstract class SettingsStepType<TStep> : StepType<TStep>
    where TStep : Step
{
    public sealed override Step Read(YamlPart part, StepCommon common) =>
        ReadGroup(part, common, settings => ReadSettings(settings, common));

    protected abstract TStep ReadSettings(YamlPart settings, StepCommon common);
}
