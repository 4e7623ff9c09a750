using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.Slack.Owed;

/// <summary>Whom to answer.</summary>
/// <param name="User">"" for everybody in the thread.</param>
/// <param name="Channel">Where they are; "" when nowhere, for example on the Home tab.</param>
/// <param name="ResponseUrl">Good for five answers within half an hour; "" for none.</param>
sealed record Listener(string User, string Channel, string? Thread, string ResponseUrl)
{
    public bool IsEverybody => User.Length == 0;

    public static Listener Everybody(string channel, string thread) => new("", channel, thread, "");
}

/// <summary>What is owed to who asked.</summary>
/// <param name="About">The incident whose thread it points to; null for none.</param>
/// <param name="Mark">By which an answer in the open is found again.</param>
sealed record Reply(long Id, Listener To, string Text, long? About, string Mark, DateTimeOffset At)
    : Debt(Id, At)
{
    public override string What =>
        $"the answer to {(To.IsEverybody ? "everybody" : To.User)} in {To.Channel}";
}

/// <summary>
/// Says it once: to one person where they are and if that is not possible in a direct message, or in the open below
/// what it answers.
/// </summary>
sealed class SlackReply(SlackApi api, SlackLookup lookup, ThreadLocations places)
{
    const int Lines = 60;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(10),
        ForLink = TimeSpan.FromSeconds(1.5);

    /// <param name="again">An earlier try may have arrived: in the open it is looked for first.</param>
    /// <exception cref="DeliveryException">Slack does not say whether it is there.</exception>
    public async Task<SlackAnswer> TryAsync(Reply owed, bool again, CancellationToken cancel)
    {
        var link = await LinkAsync(owed, cancel);
        var (text, blocks) = (
            SlackText.Cut(SlackText.Escape(owed.Text), SlackLimits.Text),
            Blocks(owed.Text, link)
        );
        if (owed.To.IsEverybody)
            return await OpenlyAsync(owed.To, text, blocks, owed.Mark, again, cancel);
        SlackAnswer? last = null,
            later = null;
        foreach (var way in Ways(owed.To, text, blocks, cancel))
        {
            last = await way();
            // what may have arrived is not said on another way, too
            if (last.Ok || last.Uncertain || last.RetryAfter <= Longest)
                return last;
            if (last.IsWorthRepeating)
                later ??= last;
        }
        return later ?? last!;
    }

    IEnumerable<Func<Task<SlackAnswer>>> Ways(
        Listener to,
        string text,
        string blocks,
        CancellationToken cancel
    )
    {
        if (to.ResponseUrl.Length > 0)
            yield return () =>
                api.RespondAsync(
                    to.ResponseUrl,
                    new()
                    {
                        ["response_type"] = "ephemeral",
                        ["replace_original"] = false,
                        ["text"] = text,
                        ["blocks"] = JsonNode.Parse(blocks),
                    },
                    cancel
                );
        if (to.Channel.Length > 0)
            yield return () =>
                api.CallAsync(
                    "chat.postEphemeral",
                    cancel,
                    [
                        ("channel", to.Channel),
                        ("user", to.User),
                        ("thread_ts", to.Thread),
                        ("text", text),
                        ("blocks", blocks),
                    ]
                );
        yield return () => PostAsync(to.User, null, text, blocks, null, cancel);
    }

    async Task<SlackAnswer> OpenlyAsync(
        Listener to,
        string text,
        string blocks,
        string id,
        bool again,
        CancellationToken cancel
    )
    {
        var mark = new JsonObject
        {
            ["event_type"] = "chatops502_reply",
            ["event_payload"] = new JsonObject { ["id"] = id },
        };
        if (again && await lookup.HasAsync(to.Channel, to.Thread!, mark, cancel))
            return new([], "");
        return await PostAsync(to.Channel, to.Thread, text, blocks, mark.ToJsonString(), cancel);
    }

    Task<SlackAnswer> PostAsync(
        string channel,
        string? thread,
        string text,
        string blocks,
        string? metadata,
        CancellationToken cancel
    ) =>
        api.CallAsync(
            "chat.postMessage",
            cancel,
            [
                ("channel", channel),
                ("thread_ts", thread),
                ("text", text),
                ("blocks", blocks),
                ("metadata", metadata),
                ("unfurl_links", "false"),
                ("unfurl_media", "false"),
            ]
        );

    /// <summary>The way to the incident's thread, once that stands, if Slack tells it in time.</summary>
    async Task<string?> LinkAsync(Reply owed, CancellationToken cancel)
    {
        if (
            owed.About is not { } number
            || MessageRef.Of(places.RootMessage(SlackChat.ChatName, number)) is not { } spot
        )
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(ForLink);
        try
        {
            return await lookup.PermalinkAsync(spot.Channel, spot.Ts, patience.Token) is { } url
                ? SlackText.Link(url, Incident.IdOf(number))
                : null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A table keeps its columns, a sentence stays one.</summary>
    static string Blocks(string text, string? link)
    {
        var body = new BlockWriter(1);
        if (text.Contains('\n'))
            body.Code(text, Lines);
        else
            body.Text(text);
        if (link is not null)
            body.Context(":thread: " + link);
        return SlackJson.Of(body.Blocks);
    }
}
