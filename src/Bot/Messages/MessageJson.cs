using System.Text.Json.Serialization;

namespace ChatOps502.Bot.Messages;

/// <summary>A message as it is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChatMessage))]
sealed partial class MessageJson : JsonSerializerContext;
