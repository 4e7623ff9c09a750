using System.Text.RegularExpressions;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Commands;
using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>/502 ... and @502 ...: the same words, answered where they were said.</summary>
sealed partial class SlackCommands(CommandRouter router, ThreadLocations places, SlackPeople people)
{
    public async Task RunAsync(
        SlashCommand said,
        Person person,
        Receipt receipt,
        CancellationToken cancel
    )
    {
        var place =
            said.Channel.Length > 0
                ? new ThreadLocation(said.Channel, "", said.User, said.ResponseUrl)
                : null;
        var words = await people.PlainAsync(said.Text, cancel);
        await receipt.AnswerAsync(
            unit => router.Run(unit, words, person, null, place),
            said.Asker,
            null,
            cancel
        );
    }

    public async Task RunAsync(Mention said, Person person, Receipt receipt, CancellationToken cancel)
    {
        var incident = places.IncidentOf(SlackChat.ChatName, said.Channel, said.Root);
        var words = await people.PlainAsync(Address().Replace(said.Text, ""), cancel);
        await receipt.AnswerAsync(
            unit =>
                router.Run(unit, words, person, incident, new(said.Channel, said.Root, said.User, "")),
            said.Asker,
            incident,
            cancel
        );
    }

    // "<@U0BOT> check web-01": whom it is said to
    [GeneratedRegex(@"^\s*<@[^>|]+(\|[^>]*)?>[\s:,]*")]
    private static partial Regex Address();
}
