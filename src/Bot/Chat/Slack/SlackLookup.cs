using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>
/// Finds messages that are there already: our own after an unclear post, other people's for the timeline.
/// </summary>
sealed class SlackLookup(SlackApi api)
{
    static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    /// <summary>Our message by its mark, and which version of it, if an earlier attempt did arrive.</summary>
    /// <exception cref="DeliveryException">Slack does not say, so posting again could double it.</exception>
    public async Task<(MessageRef Spot, int Version)?> FindAsync(
        string channel,
        string? thread,
        MessageMarker mark,
        DateTimeOffset since,
        CancellationToken cancel
    )
    {
        var oldest = (since - ClockSkew).ToUnixTimeSeconds().ToString();
        await foreach (var message in MessagesAsync(channel, thread, oldest, cancel))
            if (mark.VersionIn(message["metadata"]) is { } version && message["ts"]?.ToString() is { } ts)
                return (new(channel, ts), version);
        return null;
    }

    public async Task<bool> HasFileAsync(
        string channel,
        string thread,
        string name,
        CancellationToken cancel
    )
    {
        await foreach (var message in MessagesAsync(channel, thread, null, cancel))
            if (message["files"] is JsonArray files && files.Any(f => f?["name"]?.ToString() == name))
                return true;
        return false;
    }

    /// <summary>Whether a message with this metadata stands in the thread.</summary>
    public async Task<bool> HasAsync(
        string channel,
        string thread,
        JsonObject metadata,
        CancellationToken cancel
    )
    {
        await foreach (var message in MessagesAsync(channel, thread, null, cancel))
            if (JsonNode.DeepEquals(message["metadata"], metadata))
                return true;
        return false;
    }

    /// <summary>One message by its ID, in a thread or not; null when it cannot be read.</summary>
    /// <exception cref="DeliveryException">Slack does not say right now.</exception>
    public async Task<JsonObject?> MessageAsync(string channel, string ts, CancellationToken cancel)
    {
        (string, string?)[] only =
        [
            ("channel", channel),
            ("oldest", ts),
            ("latest", ts),
            ("inclusive", "true"),
            ("limit", "5"),
        ];
        foreach (var inThread in new[] { true, false })
        {
            var answer = await api.CallAsync(
                inThread ? "conversations.replies" : "conversations.history",
                cancel,
                inThread ? [.. only, ("ts", ts)] : only
            );
            if (answer.IsWorthRepeating)
                throw new DeliveryException(answer.Words, answer.RetryAfter);
            if (
                answer.Body["messages"] is JsonArray messages
                && messages.OfType<JsonObject>().FirstOrDefault(m => m["ts"]?.ToString() == ts)
                    is { } found
            )
                return found;
        }
        return null;
    }

    public async Task<string?> PermalinkAsync(string channel, string ts, CancellationToken cancel) =>
        (await api.CallAsync("chat.getPermalink", cancel, [("channel", channel), ("message_ts", ts)]))[
            "permalink"
        ];

    async IAsyncEnumerable<JsonObject> MessagesAsync(
        string channel,
        string? thread,
        string? oldest,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel
    )
    {
        string? cursor = null;
        do
        {
            var page = await api.CallAsync(
                thread is null ? "conversations.history" : "conversations.replies",
                cancel,
                [
                    ("channel", channel),
                    ("ts", thread),
                    ("oldest", oldest),
                    ("include_all_metadata", "true"),
                    ("limit", "200"),
                    ("cursor", cursor),
                ]
            );
            if (page.IsWorthRepeating)
                throw new DeliveryException(
                    $"{page.Words}, so it is not clear whether a message arrived",
                    page.RetryAfter,
                    uncertain: true
                );
            // who may not read cannot know; better twice than never
            foreach (var message in page.Body["messages"] as JsonArray ?? [])
                if (message is JsonObject one)
                    yield return one;
            cursor = page.Body["response_metadata"]?["next_cursor"]?.ToString();
        } while (cursor is { Length: > 0 });
    }
}
