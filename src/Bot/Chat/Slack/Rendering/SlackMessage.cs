namespace ChatOps502.Bot.Chat.Slack.Rendering;

/// <summary>A message as Slack takes it.</summary>
/// <param name="Text">The whole sentence for screen readers and notifications.</param>
/// <param name="Whole">The uncut text for a file, when something had to be cut; null when nothing was.</param>
/// <param name="Exports">Formats of the timeline to put beside it.</param>
sealed record SlackMessage(
    string Text,
    IReadOnlyList<SlackBlock> Blocks,
    bool Broadcast,
    string? Whole,
    IReadOnlyList<string> Exports
)
{
    public bool HasFiles => Whole is not null || Exports.Count > 0;
}
