using ChatOps502.Bot.Access;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Commands;

/// <summary>One command as somebody typed it.</summary>
/// <param name="Unit">What it changes commits together, with that it was done.</param>
/// <param name="Words">What stands behind the command's word.</param>
/// <param name="Text">The same as it was typed, line breaks included.</param>
/// <param name="Context">The incident of the thread it was typed in; null outside of one.</param>
/// <param name="Location">Where the thread of an incident that it opens belongs; null for the default.</param>
public sealed record CommandCall(
    Transaction Unit,
    IReadOnlyList<string> Words,
    string Text,
    Person Person,
    long? Context,
    ThreadLocation? Location
)
{
    /// <summary>Without its first word.</summary>
    public CommandCall Next() => this with { Words = [.. Words.Skip(1)], Text = AfterFirstWord(Text) };

    /// <summary>Words end at any white space, as where the text was split into them.</summary>
    static string AfterFirstWord(string text) =>
        string.Concat(text.TrimStart().SkipWhile(sign => !char.IsWhiteSpace(sign))).Trim();
}
