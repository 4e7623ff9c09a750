using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Commands;
using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>
/// Buttons. Whether a click still counts and whether this person may is decided here and now, never by what the message
/// once showed.
/// </summary>
sealed class SlackClicks(
    CommandRouter router,
    ApprovalGate gate,
    AccessPolicy access,
    ThreadLocations places,
    SlackForms forms,
    SlackHome home,
    SlackReplies replies
)
{
    public async Task PressAsync(Click click, Person person, Receipt receipt, CancellationToken cancel)
    {
        var to = click.Asker;
        switch (click.Action)
        {
            case "approve" when !OpensForm(click):
                await receipt.OnceAsync(unit =>
                    replies.Tell(unit, to, gate.Approve(unit, click.Value, person, null))
                );
                break;
            case "approve" or "deny":
                await DecideAsync(click, person, receipt, cancel);
                break;
            case "command":
                var incident = places.IncidentOf(SlackChat.ChatName, click.Channel, click.Ts);
                await receipt.AnswerAsync(
                    unit =>
                        router.Press(
                            unit,
                            click.Value,
                            person,
                            incident,
                            click.Channel.Length > 0
                                ? new(click.Channel, click.Thread ?? "", click.User, click.ResponseUrl)
                                : null
                        ),
                    to,
                    incident,
                    cancel
                );
                break;
            default:
                await receipt.DoneAsync(
                    to,
                    "this button is of an older version of the bot and does nothing any more"
                );
                break;
        }
        if (click.Channel.Length == 0)
            await home.ShowAsync(click.User, click.Team, person, null, cancel);
    }

    /// <summary>Whether the click opens a form, whose trigger lives three seconds.</summary>
    public bool OpensForm(Click click) =>
        click.Action == "deny" || click.Action == "approve" && access.WantsReason;

    /// <summary>A button that needs words: the form opens at once, who it was is asked when it comes back.</summary>
    public Task AskAsync(Click click, Receipt receipt, CancellationToken cancel) =>
        FormAsync(click, click.Value.Split(' ')[0], receipt, cancel);

    /// <summary>Whoever may not decide is told so at once; everybody else gets the form.</summary>
    async Task DecideAsync(Click click, Person person, Receipt receipt, CancellationToken cancel)
    {
        var isRefused = false;
        await receipt.OnceAsync(unit =>
        {
            if (gate.WhyNot(unit, click.Value, person) is not { } refusal)
                return;
            isRefused = true;
            replies.Tell(unit, click.Asker, refusal);
        });
        if (!isRefused)
            await forms.OpenAsync(click, click.Action, cancel);
    }

    async Task FormAsync(Click click, string form, Receipt receipt, CancellationToken cancel)
    {
        await receipt.DoneAsync();
        await forms.OpenAsync(click, form, cancel);
    }
}
