using System.Globalization;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>Takes the messages of incidents to their Slack threads: the headline on top, everything else below it.</summary>
sealed class SlackChat(SlackApi api, SlackPace pace, SlackChannels channels, SlackFiles files, SlackLookup lookup, ThreadPlaces places, IncidentExport export, SlackReplies replies, SlackTroubles troubles, TimeProvider clock) : IChat
{
    public const string ChatName = "slack", Trouble = "posting";
    static readonly TimeSpan Late = TimeSpan.FromSeconds(30), MendPause = TimeSpan.FromSeconds(15);

    public string Name => ChatName;

    public TimeSpan EditEvery => TimeSpan.FromSeconds(1);

    public async Task<string> DeliverAsync(Outgoing outgoing, CancellationToken cancel)
    {
        if (SlackSpot.Of(outgoing.RemoteId) is { } there) return await EditAsync(there, outgoing, cancel);
        var (channel, thread, place) = await PlaceAsync(outgoing, cancel);
        if (outgoing.Since is { } since && SlackChannels.IsId(channel) && await lookup.FindAsync(channel, thread, SlackMark.Of(outgoing.Newest()), since, cancel) is var (found, version))
        {
            var arrived = outgoing.Newest();
            if (version != arrived.Version) await ShowAsync(found, arrived, cancel);
            await ShareAsync(found, thread, arrived, again: true, cancel);
            return found.ToString();
        }
        await pace.PostAsync(channel, cancel);
        // what is read last is what counts as delivered
        var message = outgoing.Newest();
        var spot = await PostAsync(channel, thread, place, message, cancel);
        await ShareAsync(spot, thread, message, again: false, cancel);
        return spot.ToString();
    }

    /// <summary>Replies go where the headline stands; the headline goes where the command was typed, or to the incident channel.</summary>
    async Task<(string Channel, string? Thread, ThreadPlace? Place)> PlaceAsync(Outgoing outgoing, CancellationToken cancel)
    {
        var place = places.Of(outgoing.IncidentId);
        var thread = place is { Thread.Length: > 0 } ? place.Thread : null;
        if (outgoing.Key != "headline" && SlackSpot.Of(places.Headline(ChatName, outgoing.IncidentId)) is { } head) return (head.Channel, thread ?? head.Ts, null);
        return (place?.Room ?? await channels.IncidentChannelAsync(cancel), thread, place);
    }

    async Task<string> EditAsync(SlackSpot spot, Outgoing outgoing, CancellationToken cancel)
    {
        await pace.EditAsync(cancel);
        var message = outgoing.Newest();
        await ShowAsync(spot, message, cancel);
        // it may have grown so long that it is cut only now
        if (Files(message).Any()) await ShareAsync(spot, (await PlaceAsync(outgoing, cancel)).Thread, message, again: true, cancel);
        return spot.ToString();
    }

    async Task ShowAsync(SlackSpot spot, ThreadMessage message, CancellationToken cancel)
    {
        var answer = await UpdateAsync(spot, Render(message, null), cancel);
        if (SlackErrors.IsContent(answer.Error)) answer = await UpdateAsync(spot, SlackRenderer.PlainOf(message), cancel);
        if (SlackErrors.IsGone(answer.Error)) throw new DeliveryException(answer.Words, TimeSpan.Zero, gone: true);
        Check(answer);
    }

    Task<SlackAnswer> UpdateAsync(SlackSpot spot, SlackMessage message, CancellationToken cancel) =>
        api.CallAsync("chat.update", cancel, [("channel", spot.Channel), ("ts", spot.Ts), ("text", message.Text), ("blocks", SlackJson.Of(message.Blocks))]);

    async Task<SlackSpot> PostAsync(string channel, string? thread, ThreadPlace? place, ThreadMessage message, CancellationToken cancel)
    {
        var mark = SlackMark.Of(message).ToJson();
        var answer = await NewAsync(channel, thread, Render(message, clock.GetUtcNow() - message.CreatedAt > Late ? message.CreatedAt : null), mark, cancel);
        if (SlackErrors.IsContent(answer.Error)) answer = await NewAsync(channel, thread, SlackRenderer.PlainOf(message), mark, cancel);
        if (answer.Error == "thread_not_found") answer = await NewAsync(channel, null, Render(message, null), mark, cancel);
        if (SlackErrors.IsRoom(answer.Error) && place is not null) throw Moved(place, message.IncidentId, answer);
        Check(answer);
        return new(answer["channel"] ?? channel, answer["ts"] ?? throw new DeliveryException("Slack names no ts", uncertain: true));
    }

    Task<SlackAnswer> NewAsync(string channel, string? thread, SlackMessage message, string mark, CancellationToken cancel) => api.CallAsync("chat.postMessage", cancel,
    [
        ("channel", channel), ("thread_ts", thread), ("reply_broadcast", thread is not null && message.Broadcast ? "true" : null), ("text", message.Text), ("blocks", message.Blocks.Count > 0 ? SlackJson.Of(message.Blocks) : null),
        ("metadata", mark), ("unfurl_links", "false"), ("unfurl_media", "false"),
    ]);

    /// <summary>Where the command was typed the bot may not post: the thread goes to the incident channel, and who asked is told.</summary>
    DeliveryException Moved(ThreadPlace place, long incident, SlackAnswer answer)
    {
        replies.Say(new(place.AskedBy, "", null, place.ReplyTo), $"{Incident.IdOf(incident)} goes on in the incident channel, because I cannot post where you asked: {answer.Words}");
        places.Forget(incident);
        return new(answer.Words, TimeSpan.Zero);
    }

    /// <summary>The files that belong to a message. One that cannot be attached is told in the thread and does not hold up the rest.</summary>
    /// <param name="again">An earlier attempt may have shared them.</param>
    async Task ShareAsync(SlackSpot spot, string? thread, ThreadMessage message, bool again, CancellationToken cancel)
    {
        foreach (var (name, title, content) in Files(message))
        {
            if (again && await lookup.HasFileAsync(spot.Channel, thread ?? spot.Ts, name, cancel)) continue;
            var answer = await files.ShareAsync(spot.Channel, thread ?? spot.Ts, name, title, content, cancel);
            if (answer.IsWorthRepeating) throw Failure(answer with { Uncertain = true });
            troubles.Report("files", answer.Ok ? null : answer.Words);
            if (!answer.Ok) await api.CallAsync("chat.postMessage", cancel, [("channel", spot.Channel), ("thread_ts", thread ?? spot.Ts), ("text", SlackText.Escape($"{name} could not be attached: {answer.Words}"))]);
        }
    }

    IEnumerable<(string Name, string Title, string Content)> Files(ThreadMessage message)
    {
        var rendered = Render(message, null);
        if (rendered.Whole is { } whole) yield return (FileName(message), $"{Incident.IdOf(message.IncidentId)}: {SlackText.Cut(message.Message.Text.ReplaceLineEndings(" "), 80)}", whole);
        if (rendered.Exports.Count > 0 && export.Story(message.IncidentId) is { } story)
            foreach (var format in rendered.Exports)
                if (IncidentExport.Of(story, format) is { } file) yield return (string.Create(CultureInfo.InvariantCulture, $"{Incident.IdOf(message.IncidentId)}-{message.Id}.{format}"), file.Name, file.Content);
    }

    static SlackMessage Render(ThreadMessage message, DateTimeOffset? late) => SlackRenderer.Of(message, FileName(message), late);

    static string FileName(ThreadMessage message) => string.Create(CultureInfo.InvariantCulture, $"{Incident.IdOf(message.IncidentId)}-{message.Id}.txt");

    void Check(SlackAnswer answer)
    {
        if (!answer.Ok) throw Failure(answer);
        troubles.Report(Trouble, null);
    }

    DeliveryException Failure(SlackAnswer answer)
    {
        troubles.Report(Trouble, answer.Words);
        return new(answer.Words, answer.RetryAfter ?? (SlackErrors.IsSetup(answer.Error) ? MendPause : null), answer.Uncertain);
    }
}
