using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps502.Bot.Chat.Slack.Api;

/// <summary>Fields of loose JSON.</summary>
static class SlackFields
{
    /// <returns>"" when the node is no object, or the field is missing or no text.</returns>
    public static string Text(JsonNode? node, string name) =>
        node is JsonObject o && o[name] is JsonValue v && v.TryGetValue<string>(out var s) ? s : "";

    /// <summary>Null for what is no JSON object.</summary>
    public static JsonObject? Object(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a message says: apps often say it in attachments or blocks only.</summary>
    public static string Words(JsonNode? message)
    {
        if (Text(message, "text") is { Length: > 0 } text)
            return text;
        return message is JsonObject o
            ? string.Join('\n', Inside(o["attachments"]).Concat(Inside(o["blocks"])))
            : "";
    }

    static IEnumerable<string> Inside(JsonNode? node) =>
        node switch
        {
            JsonArray all => all.SelectMany(Inside),
            JsonObject o when Text(o, "fallback") is { Length: > 0 } fallback => [fallback],
            JsonObject o => new[] { "pretext", "title", "text" }
                .Select(n => Text(o, n))
                .Where(t => t.Length > 0)
                .Concat(
                    new[] { "text", "fields", "elements", "blocks" }.SelectMany(n =>
                        o[n] is JsonArray or JsonObject ? Inside(o[n]) : []
                    )
                ),
            _ => [],
        };
}
