using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Probes.Collection;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Reads everything about the host in one exec, judges it once, and keeps the evidence.</summary>
/// <param name="Since">How far back evidence counts; null: as configured.</param>
/// <param name="Snapshot">True for the evidence kept before a change: reported in the thread.</param>
public sealed record ProbeStep(StepCommon Common, TimeSpan? Since, bool Snapshot) : Step(Common);

/// <param name="Artifact">Where the evidence is kept.</param>
/// <param name="Verdict">Judged from the evidence as it was read, stored without secrets.</param>
public sealed record ProbeOutput(
    string Artifact,
    DateTimeOffset StartedAt,
    long DurationMs,
    Verdict? Verdict
) : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.ProbeOutput);
}

/// <param name="Unreached">Why the host could not be reached: a <see cref="ConnectionFailureKind"/>.</param>
public sealed record UnreachedOutput(string Unreached) : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.UnreachedOutput);
}

public sealed class ProbeType : SettingsStepType<ProbeStep>
{
    public override string Name => "probe";

    protected override ProbeStep ReadSettings(YamlPart settings, StepCommon common) =>
        new(common, settings.Span("since"), settings.Flag("snapshot"));

    protected override async Task<StepOutcome> RunAsync(
        ProbeStep step,
        StepContext context,
        CancellationToken cancel
    )
    {
        if (context.Target is not { } host)
            return context.NoTarget;
        var defaults = context.Services.Defaults;
        var check = await context.Services.Check.RunAsync(
            host,
            step.Since ?? defaults.Since,
            defaults.CheckTimeout,
            cancel
        );
        if (check.Failure is { } failure && SaidNothing(check, failure))
            return StepOutcome.Failed(failure.Explanation, new UnreachedOutput(failure.Kind.ToString()));
        return await KeepAsync(step, context, check);
    }

    /// <summary>A host that ran out of time half-way has answered something; that is judged.</summary>
    static bool SaidNothing(CheckResult check, ConnectionFailure failure) =>
        failure.Kind != ConnectionFailureKind.TimedOut
        && check.Facts.Outcomes.All(outcome => !outcome.Ok);

    static async Task<StepOutcome> KeepAsync(ProbeStep step, StepContext context, CheckResult check)
    {
        var verdict = check.Verdict;
        var evidence = context.Services.Evidence;
        var content = JsonSerializer.Serialize(Recording.Of(check.Facts), StepJson.Default.Recording);
        var artifact = await evidence.SaveAsync(
            context.State.Id,
            $"{step.Id}-{verdict.Target}.json",
            content
        );
        var output = new ProbeOutput(
            artifact,
            verdict.StartedAt,
            verdict.DurationMs,
            Redacted(verdict, evidence)
        );
        return step.Snapshot
            ? StepOutcome.Done(output, new SnapshotKept(verdict.Target, artifact, content.Length))
            : StepOutcome.Done(output);
    }

    static Verdict? Redacted(Verdict verdict, IEvidenceStore evidence)
    {
        var json = evidence.Redact(JsonSerializer.Serialize(verdict, StepJson.Default.Verdict));
        return VerdictJson.Plain(JsonSerializer.Deserialize(json, StepJson.Default.Verdict));
    }
}
