using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOps502.Probes.Collection;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>The edge where what steps leave becomes JSON: in the journal, for templates, in artifacts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Recording))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(VerificationResult))]
[JsonSerializable(typeof(Baseline))]
[JsonSerializable(typeof(ProbeOutput))]
[JsonSerializable(typeof(UnreachedOutput))]
[JsonSerializable(typeof(CommandOutput))]
[JsonSerializable(typeof(HttpOutput))]
[JsonSerializable(typeof(ProposalOutput))]
[JsonSerializable(typeof(FixOutput))]
[JsonSerializable(typeof(ApprovalOutput))]
[JsonSerializable(typeof(ChosenRemedy))]
[JsonSerializable(typeof(VerifyOutput))]
[JsonSerializable(typeof(DryRunOutput))]
// what an observation may be
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(string))]
public sealed partial class StepJson : JsonSerializerContext
{
    internal static JsonObject ObjectOf<T>(T value, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToNode(value, type)!.AsObject();

    /// <summary>Null when there is no JSON, or it is of another shape.</summary>
    public static T? Read<T>(JsonObject? json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return json.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
