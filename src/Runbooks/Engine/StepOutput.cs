using System.Text.Json.Nodes;

namespace ChatOps502.Runbooks.Engine;

/// <summary>What a step leaves for later steps. Typed here; in the journal, and for templates, it is JSON.</summary>
public abstract record StepOutput
{
    public static StepOutput None { get; } = new NoOutput();

    public abstract JsonObject ToJson();

    sealed record NoOutput : StepOutput
    {
        public override JsonObject ToJson() => [];
    }
}
