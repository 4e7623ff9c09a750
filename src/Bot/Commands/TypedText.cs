namespace ChatOps502.Bot.Commands;

/// <summary>What chats make of typing: non-breaking spaces, smart quotes, long dashes.</summary>
static class TypedText
{
    public static string Clean(string text) =>
        text.Replace('\u00A0', ' ')
            .Replace('\u201C', '"')
            .Replace('\u201D', '"')
            .Replace('\u2018', '\'')
            .Replace('\u2019', '\'')
            .Replace("\u2014", "--")
            .Trim();
}
