using System.Text.Json.Serialization;

namespace ChatOps502.Bot.Chat;

/// <summary>A message before any chat's own markup. Only renderers know Block Kit, HTML or a terminal.</summary>
/// <param name="Text">The whole message as a plain sentence: what a screen reader or a push notification gets.</param>
public sealed record ChatMessage(string Text, IReadOnlyList<ChatBlock> Blocks)
{
    public static ChatMessage Of(string text, params ChatBlock[] blocks) => new(text, blocks.Length > 0 ? blocks : [new Paragraph(text)]);
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Heading), "heading")]
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(Bullets), "bullets")]
[JsonDerivedType(typeof(Fields), "fields")]
[JsonDerivedType(typeof(Code), "code")]
[JsonDerivedType(typeof(Buttons), "buttons")]
public abstract record ChatBlock;

/// <param name="Mood">firing, checking, warning, waiting, done, failed, refused: a renderer adds its sign to the word, never instead of it.</param>
public sealed record Heading(string Text, string Mood) : ChatBlock;

public sealed record Paragraph(string Text) : ChatBlock;

public sealed record Bullets(IReadOnlyList<string> Items) : ChatBlock;

public sealed record Fields(IReadOnlyList<Field> Items) : ChatBlock;

public sealed record Field(string Name, string Value);

/// <summary>Text from machines: shown as it is, never as markup.</summary>
public sealed record Code(string Text) : ChatBlock;

public sealed record Buttons(IReadOnlyList<ChatButton> Items) : ChatBlock;

/// <param name="Action">approve, deny, command or link.</param>
/// <param name="Value">The approval's id, the command's text, or the address.</param>
/// <param name="Style">primary, danger or plain.</param>
public sealed record ChatButton(string Action, string Value, string Label, string Style = "plain");
