namespace ChatOps502.Bot.Chat.Slack.Rendering;

/// <summary>What Slack takes, in characters and pieces. https://docs.slack.dev/reference/block-kit/blocks</summary>
static class SlackLimits
{
    public const int Blocks = 50,
        HomeBlocks = 100,
        Header = 150,
        Section = 3000,
        Fields = 10,
        FieldText = 2000,
        Elements = 25,
        Label = 75,
        Value = 2000,
        ConfirmTitle = 100,
        ConfirmText = 300,
        ConfirmButton = 30;

    /// <summary>Advised for the top-level text; 40,000 is where Slack cuts.</summary>
    public const int Text = 4000;

    /// <summary>
    /// All blocks of a message together: not documented, about 13,200, less with some kinds of blocks
    /// (slackapi/bolt-js#2509).
    /// </summary>
    public const int AllBlocks = 12_000;

    /// <summary>Ours: what a reader can take in; the rest goes into a file.</summary>
    public const int CodeLines = 15,
        Code = 2500;

    public const int ModalTitle = 24,
        Input = 3000;

    /// <summary>
    /// Ours: of a message that travels with a form, whose metadata takes 3,000, up to six for each character.
    /// </summary>
    public const int Quoted = 400;
}
