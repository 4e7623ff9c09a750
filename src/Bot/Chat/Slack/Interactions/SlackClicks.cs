using ChatOps502.Bot.Access;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Interactions;
using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>Buttons: they act at once, or open a form.</summary>
sealed class SlackClicks(
    ActionDesk desk,
    Forms forms,
    ThreadLocations places,
    SlackForms dialogs,
    SlackHome home,
    SlackReplies replies
)
{
    public async Task PressAsync(Click click, Person person, Receipt receipt, CancellationToken cancel)
    {
        if (forms.Needs(click.Action))
            await AskAsync(click, person, receipt, cancel);
        else
            await ActAsync(click, person, receipt, cancel);
        if (click.Channel.Length == 0)
            await home.ShowAsync(click.User, click.Team, person, null, cancel);
    }

    /// <summary>Whether it needs to be known at once who it was: the trigger of a form lives three seconds.</summary>
    public bool OpensForm(Click click) => forms.Needs(click.Action);

    /// <summary>Whether anybody may see its form: who it was is asked when it comes back.</summary>
    public bool AsksEverybody(Click click) => click.Action is CommandAction && OpensForm(click);

    /// <summary>The form opens at once.</summary>
    public async Task OpenAsync(Click click, Receipt receipt, CancellationToken cancel)
    {
        await receipt.DoneAsync();
        await dialogs.OpenAsync(click, cancel);
    }

    Task ActAsync(Click click, Person person, Receipt receipt, CancellationToken cancel)
    {
        var incident = places.IncidentOf(SlackChat.ChatName, click.Channel, click.Ts);
        var place =
            click.Channel.Length > 0
                ? new ThreadLocation(click.Channel, click.Thread ?? "", click.User, click.ResponseUrl)
                : null;
        return receipt.AnswerAsync(
            unit => desk.Do(unit, click.Action, FormValues.None, person, incident, place),
            click.Asker,
            incident,
            cancel
        );
    }

    /// <summary>Whoever may not decide is told so at once; everybody else gets the form.</summary>
    async Task AskAsync(Click click, Person person, Receipt receipt, CancellationToken cancel)
    {
        var isRefused = false;
        await receipt.OnceAsync(unit =>
        {
            if (desk.WhyNot(unit, click.Action, person) is not { } refusal)
                return;
            isRefused = true;
            replies.Say(unit, click.Asker, refusal.Text);
        });
        if (!isRefused)
            await dialogs.OpenAsync(click, cancel);
    }
}
