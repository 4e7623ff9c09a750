using ChatOps502.Bot.Chat.Slack.Interactions;
using ChatOps502.Bot.Interactions;

namespace ChatOps502.Bot.Chat.Slack.Rendering;

/// <summary>Makes a modal of a form.</summary>
static class SlackDialog
{
    /// <summary>Of every element: each block has one.</summary>
    const string Entered = "v";

    public static SlackView Of(Form form, FormAbout about) =>
        Of(form.Action.Name, form.Title, form.Submit, about, form.Fields, form.Shown);

    /// <param name="name">Which form it is, for Slack.</param>
    public static SlackView Of(
        string name,
        string title,
        string submit,
        FormAbout about,
        IReadOnlyList<FormField> fields,
        FormText? shown = null
    ) =>
        new(
            "modal",
            [.. Shown(shown), .. fields.Select(Input)],
            name,
            Plain(SlackText.Cut(title, SlackLimits.ModalTitle)),
            Plain(submit),
            Plain("Cancel"),
            about.ToJson()
        );

    static IEnumerable<SlackBlock> Shown(FormText? shown)
    {
        if (shown is null)
            yield break;
        yield return new SectionBlock(new Mrkdwn(SlackText.Escape(shown.Lead)));
        yield return RichTextBlock.Preformatted(
            SlackText.Cut(SlackText.Clean(shown.Command), SlackLimits.Code)
        );
    }

    static InputBlock Input(FormField field) =>
        field switch
        {
            TextField text => Input(text),
            ChoiceField choice => Input(choice),
            _ => throw new ArgumentOutOfRangeException(
                nameof(field),
                field,
                "Slack has no element for it"
            ),
        };

    static InputBlock Input(TextField field)
    {
        var hint = field.Placeholder is { } placeholder ? Plain(placeholder) : null;
        var element = new TextInput(Entered, field.IsLong, SlackLimits.Input, hint);
        return new(Plain(field.Label), element, field.IsOptional) { BlockId = field.Key };
    }

    static InputBlock Input(ChoiceField field)
    {
        List<SelectOption> options = [.. field.Options.Select(Option)];
        return new(Plain(field.Label), new SelectElement(Entered, options, options[0]))
        {
            BlockId = field.Key,
        };
    }

    static SelectOption Option(FormOption option) =>
        new(Plain(SlackText.Cut(option.Label, SlackLimits.Label)), option.Value);

    static PlainText Plain(string text) => new(text);
}
