using System.Text.Json.Nodes;

namespace ChatOps502.Bot.Chat.Slack.Api;

/// <summary>Fields of loose JSON.</summary>
static class SlackFields
{
    /// <returns>"" when the node is no object, or the field is missing or no text.</returns>
    public static string Text(JsonNode? node, string name) => node is JsonObject o && o[name] is JsonValue v && v.TryGetValue<string>(out var s) ? s : "";
}
