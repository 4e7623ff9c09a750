using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Chat.Slack.Rendering;
using static ChatOps502.Bot.Chat.Slack.Api.SlackFields;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>
/// What a form is about; it travels with the form, because a submission says nothing else about where it comes from.
/// </summary>
/// <param name="Value">The approval's id, "note INC-1", or "" for a pin.</param>
/// <param name="Ts">The message it was opened from.</param>
/// <param name="Message">What that says, when the form is to add it to a timeline; null otherwise.</param>
sealed record FormAbout(string Value, string Channel, string Ts, string? Thread, Quote? Message = null)
{
    public string ToJson() =>
        new JsonObject
        {
            ["value"] = Value,
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
            return new("", "", "", null);
        var quote = o["text"] is null ? null : new Quote(Text(o, "author"), Text(o, "text"));
        return new(Text(o, "value"), Text(o, "channel"), Text(o, "ts"), o["thread"]?.ToString(), quote);
    }

    public Listener To(string user) => new(user, Channel, Thread, "");
}
