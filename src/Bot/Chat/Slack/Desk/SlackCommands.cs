using System.Text.RegularExpressions;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.Slack.Desk;

/// <summary>/502 ... and @502 ...: the same words, answered where they were said.</summary>
sealed partial class SlackCommands(CommandRouter router, ThreadPlaces places, SlackReply reply, SlackLookup lookup)
{
    public async Task RunAsync(SlashCommand said, Person person, Receipt receipt, CancellationToken cancel)
    {
        var place = said.Channel.Length > 0 ? new ThreadPlace(said.Channel, "", said.User, said.ResponseUrl) : null;
        var answer = receipt.Once(() => router.Run(SlackText.Plain(said.Text), person, null, place));
        await reply.SayAsync(new(said.User, said.Channel, null, said.ResponseUrl), await TextAsync(answer, null, cancel), cancel);
    }

    public async Task RunAsync(Mention said, Person person, Receipt receipt, CancellationToken cancel)
    {
        var thread = said.Thread ?? said.Ts;
        var incident = places.IncidentOf(SlackChat.ChatName, said.Channel, thread);
        var answer = receipt.Once(() => router.Run(SlackText.Plain(Address().Replace(said.Text, "")), person, incident, new(said.Channel, thread, said.User, "")));
        await reply.SayOpenlyAsync(said.Channel, thread, await TextAsync(answer, incident, cancel), cancel);
    }

    /// <summary>With the way to the thread, when the answer is about another one than where it is given.</summary>
    async Task<string> TextAsync(CommandAnswer answer, long? here, CancellationToken cancel)
    {
        var text = await answer.TextAsync(cancel);
        if (answer.Incident is null || Incident.NumberOf(answer.Incident) is not { } number || number == here) return text;
        return SlackSpot.Of(places.Headline(SlackChat.ChatName, number)) is { } spot && await lookup.PermalinkAsync(spot.Channel, spot.Ts, cancel) is { } link ? $"{text} ({link})" : text;
    }

    // "<@U0BOT> check web-01": whom it is said to
    [GeneratedRegex(@"^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>[\s:,]*")]
    private static partial Regex Address();
}
