using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Interactions;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>Modals: the words that a button alone cannot give.</summary>
sealed class SlackForms(
    SlackApi api,
    ActionDesk desk,
    Forms forms,
    IncidentStore incidents,
    ThreadLocations places,
    SlackPins pins,
    AccessPolicy access,
    SlackReplies replies
)
{
    const string Which = "incident";

    /// <summary>Opens the form at once: its trigger lives three seconds.</summary>
    public async Task OpenAsync(Click click, CancellationToken cancel)
    {
        if (forms.Of(click.Action) is not { } form)
            return;
        var about = new FormAbout(click.Action, click.Channel, click.Ts, click.Thread);
        await ShowAsync(SlackDialog.Of(form, about), click.Trigger, click.Asker, cancel);
    }

    async Task ShowAsync(SlackView view, string trigger, Listener who, CancellationToken cancel)
    {
        var answer = await api.CallAsync(
            "views.open",
            cancel,
            [("trigger_id", trigger), ("view", SlackJson.Of(view))]
        );
        if (!answer.Ok)
            await replies.SayAsync(who, $"the form did not open ({answer.Words}); please click again");
    }

    /// <summary>
    /// "Add to timeline": of the message's own incident; when nothing decides which one that is, the person does.
    /// </summary>
    public async Task AddAsync(
        MessageShortcut shortcut,
        Person person,
        Receipt receipt,
        CancellationToken cancel
    )
    {
        var to = shortcut.Asker;
        if (access.Refuses(person, Permission.Talk) is { } refusal)
        {
            await receipt.DoneAsync(to, refusal, "not allowed");
            return;
        }
        if (pins.IncidentFor(shortcut.Channel, shortcut.Ts, shortcut.Thread) is { } incident)
        {
            await pins.AddAsync(
                incident,
                shortcut.Channel,
                shortcut.Ts,
                shortcut.Message,
                person,
                to,
                receipt,
                cancel
            );
            return;
        }
        var all = incidents.List();
        if (all.Count == 0)
        {
            await receipt.DoneAsync(to, "there is no incident yet whose timeline this could join");
            return;
        }
        await receipt.DoneAsync();
        await ShowAsync(PinDialog(shortcut, all), shortcut.Trigger, to, cancel);
    }

    static SlackView PinDialog(MessageShortcut shortcut, IReadOnlyList<Incident> all)
    {
        List<FormOption> options =
        [
            .. all.OrderBy(i => i.IsOver).Take(20).Select(i => new FormOption($"{i.Id} {i.Title}", i.Id)),
        ];
        var about = new FormAbout(null, shortcut.Channel, shortcut.Ts, shortcut.Thread, shortcut.Message);
        var field = new ChoiceField(Which, "Incident", options);
        return SlackDialog.Of("pin", "Add to timeline", "Add", about, [field]);
    }

    /// <summary>What is wrong with a form, by field, while it is still open; null when nothing is.</summary>
    public static JsonObject? Problems(Submission submission)
    {
        if (FormAbout.Read(submission.About).Action is not { } action)
            return null;
        var problems = Forms.Problems(action, new(submission.Values));
        if (problems.Count == 0)
            return null;
        return new()
        {
            ["response_action"] = "errors",
            ["errors"] = new JsonObject(
                problems.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))
            ),
        };
    }

    public async Task SubmitAsync(
        Submission submission,
        Person person,
        Receipt receipt,
        CancellationToken cancel
    )
    {
        var about = FormAbout.Read(submission.About);
        var values = new FormValues(submission.Values);
        var to = about.To(submission.User);
        if (about.Action is { } action)
        {
            var here = places.IncidentOf(SlackChat.ChatName, about.Channel, about.Ts);
            await receipt.AnswerAsync(
                unit => desk.Do(unit, action, values, person, here),
                to,
                here,
                cancel
            );
        }
        else if (Incident.NumberOf(values[Which]) is { } incident)
            await pins.AddAsync(
                incident,
                about.Channel,
                about.Ts,
                about.Message,
                person,
                to,
                receipt,
                cancel
            );
        else
            await receipt.DoneAsync("an unknown form");
    }
}
