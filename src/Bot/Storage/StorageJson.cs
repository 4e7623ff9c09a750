using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ChatOps502.Bot.Storage;

/// <summary>Plain lists and objects that lie in columns as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class StorageJson : JsonSerializerContext;
