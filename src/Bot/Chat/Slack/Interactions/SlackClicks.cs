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
                receipt.Once(() => replies.Tell(to, gate.Approve(click.Value, person, null)));
                break;
            case "approve" or "deny":
                if (gate.WhyNot(click.Value, person) is { } refused)
                    receipt.Once(() => replies.Tell(to, refused));
                else
                    await FormAsync(click, click.Action, receipt, cancel);
                break;
            case "command":
                var incident = places.IncidentOf(SlackChat.ChatName, click.Channel, click.Ts);
                await receipt.AnswerAsync(
                    () =>
                        router.Press(
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
                receipt.Done(to, "this button is of an older version of the bot and does nothing any more");
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

    Task FormAsync(Click click, string form, Receipt receipt, CancellationToken cancel)
    {
        receipt.Done();
        return forms.OpenAsync(click, form, cancel);
    }
}
