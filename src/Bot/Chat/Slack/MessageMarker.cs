using System.Text.Json.Nodes;
using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>What a message of ours is known by: its metadata.</summary>
/// <param name="Version">As it was first posted; edits leave metadata alone.</param>
sealed record MessageMarker(long Incident, long Message, int Version, string At)
{
    const string Type = "chatops502_message";

    public static MessageMarker Of(ThreadMessage message) =>
        new(message.IncidentId, message.Id, message.Version, Storage.Column.Time(message.CreatedAt));

    public string ToJson() =>
        new JsonObject
        {
            ["event_type"] = Type,
            ["event_payload"] = new JsonObject
            {
                ["incident"] = Incidents.Incident.IdOf(Incident),
                ["message"] = Message,
                ["version"] = Version,
                ["at"] = At,
            },
        }.ToJsonString();

    /// <returns>The version that was posted; null when the metadata is not of this message.</returns>
    public int? VersionIn(JsonNode? metadata)
    {
        if (!Is(metadata))
            return null;
        return int.TryParse(metadata!["event_payload"]?["version"]?.ToString(), out var version)
            ? version
            : 0;
    }

    bool Is(JsonNode? metadata) =>
        metadata?["event_type"]?.ToString() == Type
        && metadata["event_payload"]?["message"]?.ToString() == Message.ToString()
        && metadata["event_payload"]?["at"]?.ToString() == At;
}
