using System.Text.Json.Serialization;

namespace ChatOps502.Bot.Chat.Slack.Rendering;

// Block Kit as far as we use it: https://docs.slack.dev/reference/block-kit/blocks

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HeaderBlock), "header")]
[JsonDerivedType(typeof(SectionBlock), "section")]
[JsonDerivedType(typeof(ContextBlock), "context")]
[JsonDerivedType(typeof(ActionsBlock), "actions")]
[JsonDerivedType(typeof(RichTextBlock), "rich_text")]
[JsonDerivedType(typeof(InputBlock), "input")]
[JsonDerivedType(typeof(DividerBlock), "divider")]
abstract record SlackBlock
{
    public string? BlockId { get; init; }
}

sealed record HeaderBlock(TextObject Text) : SlackBlock;

/// <summary>One text, or up to ten fields.</summary>
sealed record SectionBlock(TextObject? Text, IReadOnlyList<TextObject>? Fields = null) : SlackBlock;

sealed record ContextBlock(IReadOnlyList<TextObject> Elements) : SlackBlock;

sealed record ActionsBlock(IReadOnlyList<SlackElement> Elements) : SlackBlock;

sealed record DividerBlock : SlackBlock;

/// <summary>Text that no markup can be smuggled into.</summary>
sealed record RichTextBlock(IReadOnlyList<RichTextPart> Elements) : SlackBlock
{
    public static RichTextBlock Preformatted(string text) =>
        new([new RichTextPreformatted([new RichTextRun(text)])]);
}

sealed record InputBlock(TextObject Label, SlackElement Element, bool Optional = false) : SlackBlock;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RichTextPreformatted), "rich_text_preformatted")]
abstract record RichTextPart;

sealed record RichTextPreformatted(IReadOnlyList<RichTextRunBase> Elements) : RichTextPart;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RichTextRun), "text")]
abstract record RichTextRunBase;

sealed record RichTextRun(string Text) : RichTextRunBase;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlainText), "plain_text")]
[JsonDerivedType(typeof(Mrkdwn), "mrkdwn")]
abstract record TextObject;

sealed record PlainText(string Text, bool Emoji = true) : TextObject;

/// <param name="Verbatim">True: Slack makes no links and mentions out of words by itself.</param>
sealed record Mrkdwn(string Text, bool Verbatim = true) : TextObject;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ButtonElement), "button")]
[JsonDerivedType(typeof(TextInput), "plain_text_input")]
[JsonDerivedType(typeof(SelectElement), "static_select")]
abstract record SlackElement(string ActionId);

/// <param name="Style">primary, danger or null.</param>
sealed record ButtonElement(
    string ActionId,
    TextObject Text,
    string Value,
    string? Style,
    ConfirmDialog? Confirm
) : SlackElement(ActionId);

sealed record TextInput(string ActionId, bool Multiline, int MaxLength, TextObject? Placeholder = null)
    : SlackElement(ActionId);

sealed record SelectElement(
    string ActionId,
    IReadOnlyList<SelectOption> Options,
    SelectOption? InitialOption = null
) : SlackElement(ActionId);

sealed record SelectOption(TextObject Text, string Value);

sealed record ConfirmDialog(
    TextObject Title,
    TextObject Text,
    TextObject Confirm,
    TextObject Deny,
    string? Style
);

/// <summary>A modal or a Home tab.</summary>
/// <param name="PrivateMetadata">What the form is about; comes back with its submission.</param>
sealed record SlackView(
    string Type,
    IReadOnlyList<SlackBlock> Blocks,
    string? CallbackId = null,
    TextObject? Title = null,
    TextObject? Submit = null,
    TextObject? Close = null,
    string? PrivateMetadata = null
);
