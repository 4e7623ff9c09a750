using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Interactions;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;

namespace ChatOps502.Bot.Chat.Slack.Inbound;

/// <summary>
/// What people did in Slack: checked, stored, then answered; the work comes after. The same for both transports.
/// </summary>
sealed class SlackInbox(Database database, PinBoard pins, TimeProvider clock)
    : Inbox(database, "slack", clock, TimeSpan.FromDays(2))
{
    /// <param name="type">slash_commands, interactive or events_api.</param>
    /// <param name="delivery">What is the same for a second copy and for nothing else: the envelope's ID, or the
    /// signature.</param>
    /// <returns>What the acknowledgement has to carry: the problems of a form; null for nothing.</returns>
    public async Task<JsonObject?> ReceiveAsync(string type, JsonObject payload, string delivery)
    {
        var incoming = IncomingReader.Read(type, payload);
        if (
            incoming is null
            || incoming is MessageEdited edit
                && pins.IncidentOf(new MessageRef(edit.Channel, edit.Ts).ToString()) is null
        )
            return null;
        if (incoming is Submission form && SlackForms.Problems(form) is { } problems)
            return problems;
        await StoreAsync(
            Key(type, payload, incoming, delivery),
            new JsonObject { ["type"] = type, ["payload"] = payload.DeepClone() }.ToJsonString()
        );
        return null;
    }

    internal (Incoming? Incoming, DateTimeOffset At) Read(long id)
    {
        var body = SlackFields.Object(Body(id));
        return (
            body?["payload"] is JsonObject payload
                ? IncomingReader.Read(SlackFields.Text(body, "type"), payload)
                : null,
            ReceivedAt(id)
        );
    }

    /// <summary>
    /// A retried event has the same event ID, a mention may come as two events; everything else comes once.
    /// </summary>
    static string Key(string type, JsonObject payload, Incoming incoming, string delivery)
    {
        if (incoming is Mention mention)
            return $"slack:mention:{mention.Channel}:{mention.Ts}";
        var id = type == IncomingReader.Events ? payload["event_id"]?.ToString() : null;
        return string.IsNullOrEmpty(id) ? $"slack:{delivery}" : $"slack:event:{id}";
    }
}
