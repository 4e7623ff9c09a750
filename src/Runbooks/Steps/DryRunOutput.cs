using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Left by a step that only said what it would do.</summary>
public sealed record DryRunOutput : StepOutput
{
    public bool DryRun => true;

    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.DryRunOutput);
}
