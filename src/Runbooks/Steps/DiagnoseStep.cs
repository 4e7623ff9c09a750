using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Turns the evidence of a probe step into a verdict.</summary>
public sealed record DiagnoseStep(StepCommon Common, string From) : Step(Common), IHasTexts
{
    public IEnumerable<string> Texts => [$"{{{{ {From} }}}}"];
}

public sealed class DiagnoseKind : StepKind<DiagnoseStep>
{
    public override string Name => "diagnose";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var step = new DiagnoseStep(common, inner?.Required("from") ?? "");
        inner?.NothingElse("diagnose");
        return step;
    }

    protected override Task<StepOutcome> RunAsync(DiagnoseStep step, StepContext context, CancellationToken cancel)
    {
        if (context.Resolve(step.From + ".artifact")?.ToString() is not { } artifact)
            return Task.FromResult(StepOutcome.Failed($"step {step.From} left no evidence"));
        var recording = JsonSerializer.Deserialize(
            context.Services.Artifacts.Load(artifact),
            StepJson.Default.Recording
        )!;
        var facts = recording.Replay(HostCheck.ProbesFor(context.Services.Hosts.Find(context.Host ?? "")));
        var started = context.Resolve(step.From + ".startedAt")!.GetValue<DateTimeOffset>();
        var took = TimeSpan.FromMilliseconds(context.Resolve(step.From + ".durationMs")!.GetValue<long>());
        var verdict = Diagnostician.Judge(context.Host ?? "", facts, context.Services.Defaults.Since, started, took);
        return Task.FromResult(StepOutcome.Done(Output(verdict), new VerdictReached(verdict.Target, verdict)));
    }

    /// <summary>The verdict, with the first diagnosis and the observations at short paths.</summary>
    static JsonObject Output(Verdict verdict)
    {
        var output = JsonSerializer.SerializeToNode(verdict, StepJson.Default.Verdict)!.AsObject();
        output["cause"] = verdict.First?.Cause;
        output["confidence"] = verdict.First?.Confidence ?? 0;
        output["facts"] = new JsonObject(
            verdict
                .Observations.GroupBy(o => o.Name.Replace('.', '-'))
                .Select(g =>
                    KeyValuePair.Create(
                        g.Key,
                        (JsonNode?)
                            JsonValue.Create(
                                g.First().Value.ToString() is { } t && double.TryParse(t, out var d)
                                    ? (object)d
                                    : g.First().Value.ToString()
                            )
                    )
                )
        );
        return output;
    }
}
