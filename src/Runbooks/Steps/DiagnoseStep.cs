using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Reports the verdict of a probe step, and puts it at short paths for conditions.</summary>
/// <param name="From">The probe step.</param>
public sealed record DiagnoseStep(StepCommon Common, string From) : Step(Common)
{
    public override IEnumerable<string> Texts => [$"{{{{ {From} }}}}"];
}

/// <summary>The verdict, with the first diagnosis and the observations at short paths.</summary>
public sealed record DiagnoseOutput(Verdict Verdict) : StepOutput
{
    public override JsonObject ToJson()
    {
        var json = StepJson.ObjectOf(Verdict, StepJson.Default.Verdict);
        json["cause"] = Verdict.First?.Cause;
        json["confidence"] = Verdict.First?.Confidence ?? 0;
        json["facts"] = Facts();
        return json;
    }

    /// <summary>By the observation's name; a dot would be a step in a path.</summary>
    JsonObject Facts()
    {
        var facts = new JsonObject();
        foreach (var observation in Verdict.Observations)
            facts.TryAdd(observation.Name.Replace('.', '-'), ValueOf(observation));
        return facts;
    }

    static JsonNode? ValueOf(Observation observation)
    {
        var text = observation.Value.ToString();
        return double.TryParse(text, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }
}

public sealed class DiagnoseType : SettingsStepType<DiagnoseStep>
{
    public override string Name => "diagnose";

    protected override DiagnoseStep ReadSettings(YamlPart settings, StepCommon common) =>
        new(common, settings.Required("from"));

    protected override Task<StepOutcome> RunAsync(
        DiagnoseStep step,
        StepContext context,
        CancellationToken cancel
    ) =>
        Task.FromResult<StepOutcome>(
            context.VerdictOfProbe(step.From) is { } verdict
                ? StepOutcome.Done(
                    new DiagnoseOutput(verdict),
                    new VerdictReached(verdict.Target, verdict)
                )
                : StepOutcome.Failed(
                    $"step {step.From} left no evidence: from must name a probe step that succeeded before this one"
                )
        );
}
