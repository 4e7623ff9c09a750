using System.Text.Json.Serialization;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>What a run did, as it is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredEvent))]
[JsonSerializable(typeof(ApprovalRequest))]
// what step outputs may hold
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(DateTimeOffset))]
sealed partial class RunJson : JsonSerializerContext;
