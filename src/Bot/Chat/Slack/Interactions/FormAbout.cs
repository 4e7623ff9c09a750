using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Messages;
using static ChatOps502.Bot.Chat.Slack.Api.SlackFields;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>
/// What a form is about; it travels with the form, because a submission says nothing else about where it comes from.
/// </summary>
/// <param name="Action">What it is sent for; null for a pin.</param>
/// <param name="Ts">The message it was opened from.</param>
/// <param name="Message">What that says, when the form is to add it to a timeline; null otherwise.</param>
sealed record FormAbout(
    ChatAction? Action,
    string Channel,
    string Ts,
    string? Thread,
    Quote? Message = null
)
{
    public string ToJson() =>
        new JsonObject
        {
            ["action"] = Action?.Name,
            ["value"] = Action?.Value,
            ["channel"] = Channel,
            ["ts"] = Ts,
            ["thread"] = Thread,
            ["author"] = Message?.Author,
            ["text"] = Message is null ? null : SlackText.Cut(Message.Text, SlackLimits.Quoted),
        }.ToJsonString();

    /// <summary>What is not ours is about nothing.</summary>
    public static FormAbout Read(string json)
    {
        if (Object(json) is not { } o)
            return new(null, "", "", null);
        var quote = o["text"] is null ? null : new Quote(Text(o, "author"), Text(o, "text"));
        return new(ActionIn(o), Text(o, "channel"), Text(o, "ts"), o["thread"]?.ToString(), quote);
    }

    static ChatAction? ActionIn(JsonObject o) =>
        Text(o, "action") is { Length: > 0 } name ? ChatAction.Read(name, Text(o, "value")) : null;

    public Listener To(string user) => new(user, Channel, Thread, "");
}
