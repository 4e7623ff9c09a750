using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Probes.Collection;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Reads everything about the host in one exec and keeps the evidence.</summary>
/// <param name="Snapshot">True when this is the evidence kept before a change: said in the thread.</param>
public sealed record ProbeStep(StepCommon Common, TimeSpan? Since, bool Snapshot) : Step(Common);

public sealed class ProbeKind : StepKind<ProbeStep>
{
    public override string Name => "probe";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var step = new ProbeStep(common, inner?.Span("since"), inner?.Flag("snapshot") ?? false);
        inner?.NothingElse("probe");
        return step;
    }

    protected override async Task<StepOutcome> RunAsync(ProbeStep step, StepContext context, CancellationToken cancel)
    {
        if (context.Services.Hosts.Find(context.Host ?? "") is not { } host)
            return StepOutcome.Failed($"there is no host '{context.Host}'");
        var services = context.Services;
        var result = await services.Check.RunAsync(
            host,
            step.Since ?? services.Defaults.Since,
            services.Defaults.CheckTimeout,
            null,
            cancel
        );
        if (
            result.Failure is { Kind: not Executors.UnreachedKind.TimedOut } failure
            && result.Facts.Outcomes.All(o => !o.Ok)
        )
            return StepOutcome.Failed(
                failure.Reason + (failure.Mend is null ? "" : $" (mend: {failure.Mend})"),
                new() { ["unreached"] = failure.Kind.ToString() }
            );
        var content = JsonSerializer.Serialize(Recording.Of(result.Facts), StepJson.Default.Recording);
        var artifact = services.Artifacts.Save(context.State.Id, $"{step.Id}-{host.Name}.json", content);
        var output = new JsonObject
        {
            ["artifact"] = artifact,
            ["startedAt"] = result.Verdict.StartedAt,
            ["durationMs"] = result.Verdict.DurationMs,
        };
        return step.Snapshot
            ? StepOutcome.Done(output, new SnapshotKept(host.Name, artifact, content.Length))
            : StepOutcome.Done(output);
    }
}
