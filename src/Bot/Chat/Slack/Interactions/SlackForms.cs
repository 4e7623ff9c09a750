using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Commands;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>Modals: the words that a button alone cannot give.</summary>
sealed class SlackForms(
    SlackApi api,
    CommandRouter router,
    ApprovalGate gate,
    ApprovalStore approvals,
    IncidentStore incidents,
    ThreadLocations places,
    SlackPins pins,
    AccessPolicy access,
    SlackReplies replies
)
{
    const string Reason = "reason",
        Text = "text",
        Time = "time",
        Custom = "custom",
        Which = "incident",
        Entered = "v";

    /// <summary>Opens the form at once: its trigger lives three seconds.</summary>
    public async Task OpenAsync(Click click, string form, CancellationToken cancel)
    {
        if (View(form, new(click.Value, click.Channel, click.Ts, click.Thread)) is { } view)
            await ShowAsync(view, click.Trigger, click.Asker, cancel);
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
        await ShowAsync(Choice(shortcut, all), shortcut.Trigger, to, cancel);
    }

    static SlackView Choice(MessageShortcut shortcut, IReadOnlyList<Incident> all)
    {
        List<SelectOption> options =
        [
            .. all.OrderBy(i => i.IsOver)
                .Take(20)
                .Select(i => new SelectOption(
                    Plain(SlackText.Cut($"{i.Id} {i.Title}", SlackLimits.Label)),
                    i.Id
                )),
        ];
        return Modal(
            "pin",
            "Add to timeline",
            "Add",
            new("", shortcut.Channel, shortcut.Ts, shortcut.Thread, shortcut.Message),
            [
                new InputBlock(Plain("Incident"), new SelectElement(Entered, options, options[0]))
                {
                    BlockId = Which,
                },
            ]
        );
    }

    /// <summary>What is wrong with a form, per field, while it is still open; null when nothing is.</summary>
    public static JsonObject? Problems(Submission form)
    {
        var custom = form.Values.GetValueOrDefault(Custom, "").Trim();
        if (
            form.Form != "silence"
            || form.Values.GetValueOrDefault(Time) != Custom
            || Silencer.ReadTime(custom).Problem is not { } problem
        )
            return null;
        return new()
        {
            ["response_action"] = "errors",
            ["errors"] = new JsonObject { [Custom] = $"'{custom}' {problem}" },
        };
    }

    public async Task SubmitAsync(Submission form, Person person, Receipt receipt, CancellationToken cancel)
    {
        var about = FormAbout.Read(form.About);
        string Value(string block) => form.Values.GetValueOrDefault(block, "").Trim();
        switch (form.Form)
        {
            case "approve" or "deny":
                await receipt.OnceAsync(unit =>
                    replies.Tell(
                        unit,
                        about.To(form.User),
                        form.Form == "approve"
                            ? gate.Approve(unit, about.Value, person, Value(Reason))
                            : gate.Deny(unit, about.Value, person, Value(Reason))
                    )
                );
                break;
            case "note":
                await CommandAsync($"{about.Value} {Value(Text)}", about, person, receipt, cancel);
                break;
            case "silence":
                await CommandAsync(
                    $"{about.Value} {(Value(Time) == Custom ? Value(Custom) : Value(Time))} {Value(Reason)}",
                    about,
                    person,
                    receipt,
                    cancel
                );
                break;
            case "pin" when Incident.NumberOf(Value(Which)) is { } incident:
                await pins.AddAsync(
                    incident,
                    about.Channel,
                    about.Ts,
                    about.Message,
                    person,
                    about.To(form.User),
                    receipt,
                    cancel
                );
                break;
            default:
                await receipt.DoneAsync("an unknown form");
                break;
        }
    }

    Task CommandAsync(
        string command,
        FormAbout about,
        Person person,
        Receipt receipt,
        CancellationToken cancel
    ) =>
        receipt.AnswerAsync(
            unit => router.Run(unit, command, person, null),
            about.To(person.Id!),
            places.IncidentOf(SlackChat.ChatName, about.Channel, about.Ts),
            cancel
        );

    SlackView? View(string form, FormAbout about) =>
        form switch
        {
            "approve" => Decision(form, "Approve", about, optional: false),
            "deny" => Decision(form, "Deny", about, optional: !access.WantsReason),
            "note" => Modal(form, "Add note", "Add", about, [Input(Text, "Note", multiline: true)]),
            "silence" => Modal(
                form,
                "Silence alert",
                "Silence",
                about,
                [
                    new InputBlock(
                        Plain("For how long"),
                        new SelectElement(
                            Entered,
                            [
                                Option("30 minutes", "30m"),
                                Option("2 hours", "2h"),
                                Option("another time", Custom),
                            ],
                            Option("30 minutes", "30m")
                        )
                    )
                    {
                        BlockId = Time,
                    },
                    Input(Custom, "Another time", optional: true, placeholder: "45m, 4h or 1d"),
                    Input(
                        Reason,
                        "Reason",
                        optional: true,
                        placeholder: "for whoever wonders in Alertmanager"
                    ),
                ]
            ),
            _ => null,
        };

    SlackView? Decision(string form, string verb, FormAbout about, bool optional) =>
        approvals.Find(about.Value) is not { } approval
            ? null
            : Modal(
                form,
                verb,
                verb,
                about,
                [
                    new SectionBlock(new Mrkdwn($"On *{SlackText.Escape(approval.Host)}*:")),
                    RichTextBlock.Preformatted(
                        SlackText.Cut(SlackText.Clean(approval.Command), SlackLimits.Code)
                    ),
                    Input(Reason, "Reason", optional),
                ]
            );

    static SlackView Modal(
        string form,
        string title,
        string submit,
        FormAbout about,
        IReadOnlyList<SlackBlock> blocks
    ) =>
        new(
            "modal",
            blocks,
            form,
            Plain(SlackText.Cut(title, SlackLimits.ModalTitle)),
            Plain(submit),
            Plain("Cancel"),
            about.ToJson()
        );

    static InputBlock Input(
        string block,
        string label,
        bool optional = false,
        bool multiline = false,
        string? placeholder = null
    ) =>
        new(
            Plain(label),
            new TextInput(
                Entered,
                multiline,
                SlackLimits.Input,
                placeholder is null ? null : Plain(placeholder)
            ),
            optional
        )
        {
            BlockId = block,
        };

    static SelectOption Option(string label, string value) => new(Plain(label), value);

    static PlainText Plain(string text) => new(text);
}
