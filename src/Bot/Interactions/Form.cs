using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Interactions;

/// <summary>The words that a button alone cannot give, before any chat's own dialogs.</summary>
/// <param name="Action">What it is sent for.</param>
/// <param name="Submit">On the button that sends it.</param>
/// <param name="Shown">What the person is to read before; null for nothing.</param>
public sealed record Form(
    ChatAction Action,
    string Title,
    string Submit,
    IReadOnlyList<FormField> Fields,
    FormText? Shown = null
);

/// <param name="Lead">A plain sentence.</param>
/// <param name="Command">A command, as it will run.</param>
public sealed record FormText(string Lead, string Command);

/// <param name="Key">Names its value when the form is sent.</param>
public abstract record FormField(string Key, string Label);

public sealed record TextField(
    string Key,
    string Label,
    bool IsOptional = false,
    bool IsLong = false,
    string? Placeholder = null
) : FormField(Key, Label);

/// <param name="Options">The first is chosen already.</param>
public sealed record ChoiceField(string Key, string Label, IReadOnlyList<FormOption> Options)
    : FormField(Key, Label);

public sealed record FormOption(string Label, string Value);
