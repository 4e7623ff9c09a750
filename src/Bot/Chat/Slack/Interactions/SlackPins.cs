using ChatOps502.Bot.Access;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;
using static ChatOps502.Bot.Chat.Slack.Api.SlackFields;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>Messages that people put on the timeline: by the shortcut, or by a pushpin.</summary>
sealed class SlackPins(
    PinBoard board,
    IncidentStore incidents,
    ThreadLocations places,
    SlackLookup lookup,
    SlackPeople people,
    AccessPolicy access,
    IncidentLifecycle desk,
    SlackReplies replies
)
{
    /// <param name="told">What the message says as far as somebody told; null when nobody did.</param>
    public async Task AddAsync(
        long incident,
        string channel,
        string ts,
        Quote? told,
        Person person,
        Listener to,
        Receipt receipt,
        CancellationToken cancel
    )
    {
        if (access.Refuses(person, Permission.Talk) is { } refusal)
        {
            await receipt.OnceAsync(unit =>
            {
                replies.Say(unit, to, refusal);
                desk.Refused(unit, incident, person, refusal);
            });
            return;
        }
        var pin = await ReadAsync(incident, channel, ts, told, cancel);
        if (pin is null)
            await receipt.DoneAsync(
                to,
                "I cannot read this message: type /invite @502 here first",
                "the message cannot be read"
            );
        else
            await receipt.OnceAsync(unit => Add(unit, pin, person, to));
    }

    void Add(Transaction unit, Pin pin, Person person, Listener to)
    {
        board.Pin(unit, pin, person);
        replies.Say(unit, to, $"added to the timeline of {Incident.IdOf(pin.IncidentId)}");
    }

    /// <summary>A pushpin came or went.</summary>
    public async Task TurnAsync(Pushpin pushpin, Person person, Receipt receipt, CancellationToken cancel)
    {
        if (!pushpin.Added)
        {
            await receipt.OnceAsync(unit => board.Unpin(unit, Key(pushpin.Channel, pushpin.Ts), person));
            return;
        }
        var message = await lookup.MessageAsync(pushpin.Channel, pushpin.Ts, cancel);
        var incident = IncidentFor(pushpin.Channel, pushpin.Ts, message?["thread_ts"]?.ToString());
        var to = new Listener(pushpin.User, pushpin.Channel, message?["thread_ts"]?.ToString(), "");
        if (incident is { } number)
            await AddAsync(number, pushpin.Channel, pushpin.Ts, null, person, to, receipt, cancel);
        else
            await receipt.DoneAsync("no incident"); // a pushpin means other things elsewhere
    }

    /// <summary>What was edited or deleted in Slack changes on the timeline, too.</summary>
    public async Task FollowAsync(MessageEdited edited, Receipt receipt, CancellationToken cancel)
    {
        var text = edited.Text is null ? null : await people.PlainAsync(edited.Text, cancel);
        await receipt.OnceAsync(unit =>
            board.Change(unit, Key(edited.Channel, edited.Ts), SlackChat.ChatName, text)
        );
    }

    /// <summary>
    /// The incident of the message's thread, or the only open one of its channel; null when that does not decide.
    /// </summary>
    public long? IncidentFor(string channel, string ts, string? thread)
    {
        if (places.IncidentOf(SlackChat.ChatName, channel, thread ?? ts) is { } own)
            return own;
        return
            incidents.NotOver() is [var only]
            && MessageRef.Of(places.RootMessage(SlackChat.ChatName, only.Number))?.Channel == channel
            ? only.Number
            : null;
    }

    async Task<Pin?> ReadAsync(
        long incident,
        string channel,
        string ts,
        Quote? told,
        CancellationToken cancel
    )
    {
        var message = await lookup.MessageAsync(channel, ts, cancel);
        if ((message is null ? told : new(Text(message, "user"), Words(message))) is not { } said)
            return null;
        var author = Text(message, "username") is { Length: > 0 } bot ? bot : "a bot";
        if (said.Author.Length > 0)
            author = (await people.PersonAsync(said.Author, "", "", SlackPeople.Soon, cancel)).Name;
        return new(
            Key(channel, ts),
            incident,
            At(ts),
            author,
            await people.PlainAsync(said.Text, cancel),
            await lookup.PermalinkAsync(channel, ts, cancel) ?? ""
        );
    }

    static string Key(string channel, string ts) => new MessageRef(channel, ts).ToString();

    /// <summary>A message's ID begins with when it was written.</summary>
    static DateTimeOffset At(string ts) =>
        long.TryParse(ts.Split('.')[0], out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.UnixEpoch;
}
