using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>
/// Takes the messages of incidents to their Slack threads: the headline on top, everything else below it.
/// </summary>
sealed class SlackChat(
    SlackApi api,
    SlackRateLimiter pace,
    SlackChannels channels,
    SlackUploads uploads,
    SlackLookup lookup,
    ThreadLocations places,
    SlackReplies replies,
    SlackHealth troubles,
    TimeProvider clock
) : IChat
{
    public const string ChatName = "slack",
        Trouble = "posting";
    static readonly TimeSpan Late = TimeSpan.FromSeconds(30),
        MendPause = TimeSpan.FromSeconds(15);

    public string Name => ChatName;

    public bool Doubles => true;

    public TimeSpan EditEvery => TimeSpan.FromSeconds(1);

    public async Task<string> DeliverAsync(Outgoing outgoing, CancellationToken cancel)
    {
        if (MessageRef.Of(outgoing.RemoteId) is { } there)
            return await EditAsync(there, outgoing, cancel);
        var (channel, thread, place) = await PlaceAsync(outgoing, cancel);
        if (
            outgoing.Since is { } since
            && SlackChannels.IsId(channel)
            && await lookup.FindAsync(channel, thread, MessageMarker.Of(outgoing.Newest()), since, cancel)
                is var (found, version)
        )
        {
            var arrived = outgoing.Newest();
            if (version != arrived.Version)
                await ShowAsync(found, arrived, cancel);
            await uploads.OweAsync(arrived, channel, thread ?? found.Ts, perhapsThere: true);
            return found.ToString();
        }
        await pace.PostAsync(channel, cancel);
        // what is read last is what counts as delivered
        var message = outgoing.Newest();
        var spot = await PostAsync(channel, thread, place, message, cancel);
        await uploads.OweAsync(message, spot.Channel, thread ?? spot.Ts, perhapsThere: false);
        return spot.ToString();
    }

    /// <summary>
    /// Replies go where the headline stands; the headline goes where the command was typed, or to the incident channel.
    /// </summary>
    async Task<(string Channel, string? Thread, ThreadLocation? Place)> PlaceAsync(
        Outgoing outgoing,
        CancellationToken cancel
    )
    {
        var place = places.Of(outgoing.IncidentId);
        if (outgoing.Key != "headline" && HeadOf(outgoing.IncidentId) is { } head)
            return (head.Channel, ThreadOf(place, head), null);
        return (place?.Room ?? await channels.IncidentChannelAsync(cancel), ThreadOf(place, null), place);
    }

    MessageRef? HeadOf(long incident) => MessageRef.Of(places.RootMessage(ChatName, incident));

    /// <summary>The thread that a mention began, or the one below the headline.</summary>
    static string? ThreadOf(ThreadLocation? place, MessageRef? head) =>
        place is { Thread.Length: > 0 } ? place.Thread : head?.Ts;

    async Task<string> EditAsync(MessageRef spot, Outgoing outgoing, CancellationToken cancel)
    {
        await pace.EditAsync(cancel);
        var message = outgoing.Newest();
        await ShowAsync(spot, message, cancel);
        await uploads.OweAsync(
            message,
            spot.Channel,
            ThreadOf(places.Of(message.IncidentId), HeadOf(message.IncidentId)) ?? spot.Ts,
            perhapsThere: true
        ); // it may be too long only now
        return spot.ToString();
    }

    async Task ShowAsync(MessageRef spot, ThreadMessage message, CancellationToken cancel)
    {
        var answer = await UpdateAsync(spot, SlackRenderer.Of(message), cancel);
        if (SlackErrors.IsContent(answer.Error))
            answer = await UpdateAsync(spot, SlackRenderer.PlainOf(message), cancel);
        if (SlackErrors.IsGone(answer.Error))
            throw new DeliveryException(answer.Words, TimeSpan.Zero, gone: true);
        Check(answer);
    }

    Task<SlackAnswer> UpdateAsync(MessageRef spot, SlackMessage message, CancellationToken cancel) =>
        api.CallAsync(
            "chat.update",
            cancel,
            [
                ("channel", spot.Channel),
                ("ts", spot.Ts),
                ("text", message.Text),
                ("blocks", SlackJson.Of(message.Blocks)),
            ]
        );

    async Task<MessageRef> PostAsync(
        string channel,
        string? thread,
        ThreadLocation? place,
        ThreadMessage message,
        CancellationToken cancel
    )
    {
        var mark = MessageMarker.Of(message).ToJson();
        var answer = await NewAsync(
            channel,
            thread,
            SlackRenderer.Of(
                message,
                clock.GetUtcNow() - message.CreatedAt > Late ? message.CreatedAt : null
            ),
            mark,
            cancel
        );
        if (SlackErrors.IsContent(answer.Error))
            answer = await NewAsync(channel, thread, SlackRenderer.PlainOf(message), mark, cancel);
        if (answer.Error == "thread_not_found")
            answer = await NewAsync(channel, null, SlackRenderer.Of(message), mark, cancel);
        if (SlackErrors.IsRoom(answer.Error) && place is not null)
            throw await MovedAsync(place, message.IncidentId, answer);
        Check(answer);
        return new(
            answer["channel"] ?? channel,
            answer["ts"] ?? throw new DeliveryException("Slack names no ts", uncertain: true)
        );
    }

    Task<SlackAnswer> NewAsync(
        string channel,
        string? thread,
        SlackMessage message,
        string mark,
        CancellationToken cancel
    ) =>
        api.CallAsync(
            "chat.postMessage",
            cancel,
            [
                ("channel", channel),
                ("thread_ts", thread),
                ("reply_broadcast", thread is not null && message.Broadcast ? "true" : null),
                ("text", message.Text),
                ("blocks", message.Blocks.Count > 0 ? SlackJson.Of(message.Blocks) : null),
                ("metadata", mark),
                ("unfurl_links", "false"),
                ("unfurl_media", "false"),
            ]
        );

    /// <summary>
    /// Where the command was typed the bot may not post: the thread goes to the incident channel, and who asked is
    /// told.
    /// </summary>
    async Task<DeliveryException> MovedAsync(ThreadLocation place, long incident, SlackAnswer answer)
    {
        await replies.SayAsync(
            new(place.AskedBy, "", null, place.ReplyTo),
            $"{Incident.IdOf(incident)} goes on in the incident channel, because I cannot post where you asked: "
                + $"{answer.Words}"
        );
        await places.ForgetAsync(incident);
        return new(answer.Words, TimeSpan.Zero);
    }

    void Check(SlackAnswer answer)
    {
        if (!answer.Ok)
            throw Failure(answer);
        troubles.Report(Trouble, null);
    }

    DeliveryException Failure(SlackAnswer answer)
    {
        troubles.Report(Trouble, answer.Words);
        return new(
            answer.Words,
            answer.RetryAfter ?? (SlackErrors.IsSetup(answer.Error) ? MendPause : null),
            answer.Uncertain
        );
    }
}
