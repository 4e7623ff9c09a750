using System.Text.Json.Serialization;
using ChatOps502.Probes.Collection;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>What steps store and refer to, as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Recording))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(VerificationResult))]
[JsonSerializable(typeof(Baseline))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
public sealed partial class StepJson : JsonSerializerContext;
