using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps502.Bot.Chat.Slack.Desk;

/// <summary>What a form is about; it travels with the form, because a submission says nothing else about where it comes from.</summary>
/// <param name="Value">The approval's id, "note INC-1", or "" for a pin.</param>
/// <param name="Ts">The message it was opened from.</param>
sealed record FormAbout(string Value, string Channel, string Ts, string? Thread)
{
    public string ToJson() => new JsonObject { ["value"] = Value, ["channel"] = Channel, ["ts"] = Ts, ["thread"] = Thread }.ToJsonString();

    /// <summary>What is not ours is about nothing.</summary>
    public static FormAbout Read(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject o ? new(o["value"]?.ToString() ?? "", o["channel"]?.ToString() ?? "", o["ts"]?.ToString() ?? "", o["thread"]?.ToString()) : Nothing;
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    static readonly FormAbout Nothing = new("", "", "", null);

    public Listener To(string user) => new(user, Channel, Thread, "");
}
