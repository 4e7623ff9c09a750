using System.Text.Json.Serialization;

namespace ChatOps502.Bot.Messages;

/// <summary>A message before any chat's own markup. Only renderers know Block Kit, HTML or a terminal.</summary>
/// <param name="Text">The whole message as a plain sentence: what a screen reader or a push notification gets.</param>
/// <param name="Broadcast">Somebody is needed or the story ends: a chat shows it outside of the thread, too.</param>
public sealed record ChatMessage(
    string Text,
    IReadOnlyList<ChatBlock> Blocks,
    [property: JsonPropertyName("loud")] bool Broadcast = false
)
{
    public static ChatMessage Of(string text, params ChatBlock[] blocks) =>
        new(text, blocks.Length > 0 ? blocks : [new Paragraph(text)]);
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Heading), "heading")]
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(Bullets), "bullets")]
[JsonDerivedType(typeof(Fields), "fields")]
[JsonDerivedType(typeof(Code), "code")]
[JsonDerivedType(typeof(Buttons), "buttons")]
[JsonDerivedType(typeof(ExportedFile), "export")]
public abstract record ChatBlock;

public sealed record Heading(string Text, [property: JsonPropertyName("mood")] Tone Tone) : ChatBlock;

public sealed record Paragraph(string Text) : ChatBlock;

public sealed record Bullets(IReadOnlyList<string> Items) : ChatBlock;

public sealed record Fields(IReadOnlyList<Field> Items) : ChatBlock;

/// <param name="At">The moment the value tells: a chat may show it in the reader's own time zone.</param>
/// <param name="People">Whom the value names, by what the chat calls them.</param>
public sealed record Field(
    string Name,
    string Value,
    DateTimeOffset? At = null,
    IReadOnlyList<string>? People = null
);

/// <summary>Text from machines: shown as it is, never as markup.</summary>
public sealed record Code(string Text) : ChatBlock;

public sealed record Buttons(IReadOnlyList<ChatButton> Items) : ChatBlock;

/// <summary>The incident's timeline as a file, made when it is delivered.</summary>
/// <param name="Format">md, json, html or csv.</param>
public sealed record ExportedFile(string Format) : ChatBlock;

/// <param name="Does">What happens on a click.</param>
/// <param name="Style">primary, danger or plain.</param>
/// <param name="Confirm">What to ask before it counts; null for nothing.</param>
public sealed record ChatButton(
    [property: JsonIgnore] ChatAction Does,
    string Label,
    string Style = "plain",
    string? Confirm = null
)
{
    /// <summary>As it is stored: the action by its name and its value.</summary>
    [JsonConstructor]
    public ChatButton(
        string action,
        string value,
        string label,
        string style = "plain",
        string? confirm = null
    )
        : this(ChatAction.Read(action, value), label, style, confirm) { }

    public string Action => Does.Name;

    public string Value => Does.Value;
}
