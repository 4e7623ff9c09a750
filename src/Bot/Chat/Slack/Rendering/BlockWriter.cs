using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Chat.Slack.Rendering;

/// <summary>
/// Writes blocks one after the other within Slack's limits for each, for their number and for all of them together.
/// </summary>
/// <param name="version">Of the message: an edited message gets new block IDs.</param>
/// <param name="most">50 for a message, 100 for a Home tab.</param>
sealed class BlockWriter(int version, int most = SlackLimits.Blocks)
{
    // kept back for the buttons, the note about the cut and the note about the delay
    const int Kept = 4,
        KeptText = 3000;

    // braces, names and quotes around a text
    const int Frame = 120;
    readonly List<SlackBlock> _blocks = [];
    int _used;

    public IReadOnlyList<SlackBlock> Blocks => _blocks;

    public bool WasCut { get; private set; }

    /// <param name="sign">One of our own emoji before it; "" for none.</param>
    public void Heading(string text, string sign = "")
    {
        var clean = $"{sign} {SlackText.WithoutEmoji(SlackText.Clean(text))}"
            .ReplaceLineEndings(" ")
            .Trim();
        if (clean.Length > SlackLimits.Header)
            Add(sign, text);
        else if (clean.Length > 0 && Room(clean.Length) > 0)
            Add(new HeaderBlock(new PlainText(clean)));
    }

    public void Text(string text) => Add("", text);

    void Add(string sign, string text)
    {
        var escaped = $"{sign} {SlackText.Escape(text).Trim()}".Trim();
        if (escaped.Length > 0 && Room(escaped.Length, SlackLimits.Section) is > 1 and var room)
            Add(new SectionBlock(new Mrkdwn(SlackText.Cut(escaped, room))));
    }

    /// <summary>Text from machines: the first lines; the rest is what the file is for.</summary>
    public void Code(string text, int mostLines = SlackLimits.CodeLines)
    {
        var clean = SlackText.Clean(text).Trim('\n');
        if (string.IsNullOrWhiteSpace(clean))
            return;
        var lines = clean.Split('\n');
        var shown = lines.Length <= mostLines ? clean : string.Join('\n', lines[..mostLines]);
        if (Room(shown.Length, SlackLimits.Code) is not (> 1 and var room))
            return;
        var cut = SlackText.Cut(shown, room);
        Add(RichTextBlock.Preformatted(cut));
        if (cut.Length == clean.Length)
            return;
        WasCut = true;
        Context($"cut after {cut.Split('\n').Length} of {lines.Length} lines", Kept);
    }

    public void Fields(IReadOnlyList<Field> fields)
    {
        // long values read better below each other, over the whole width
        foreach (var chunk in fields.Where(f => f.Value.Length <= 60).Chunk(SlackLimits.Fields))
            if (Room(chunk.Sum(f => f.Name.Length + f.Value.Length + 4)) > 0)
                Add(
                    new SectionBlock(
                        null,
                        [.. chunk.Select(f => new Mrkdwn(Cut(Of(f, "\n"), SlackLimits.FieldText)))]
                    )
                );
        var wide = fields.Where(f => f.Value.Length > 60).Select(f => Of(f, " ")).ToList();
        if (
            wide.Count > 0
            && string.Join('\n', wide) is var text
            && Room(text.Length, SlackLimits.Section) is > 1 and var room
        )
            Add(new SectionBlock(new Mrkdwn(SlackText.Cut(text, room))));
    }

    /// <param name="kept">0 for what must be said at the end.</param>
    public void Context(string mrkdwn, int kept = 0) =>
        Add(new ContextBlock([new Mrkdwn(mrkdwn)]), kept, 0);

    public void Divider() => Add(new DividerBlock());

    public void Buttons(IReadOnlyList<ChatButton> buttons)
    {
        foreach (var chunk in buttons.Select(Of).Chunk(SlackLimits.Elements))
            Add(new ActionsBlock(chunk), 2, 0);
    }

    void Add(SlackBlock block) => Add(block, Kept, KeptText);

    /// <param name="kept">How many blocks are left for what must have room after this one.</param>
    /// <param name="keptText">How many characters.</param>
    void Add(SlackBlock block, int kept, int keptText)
    {
        block = block with { BlockId = $"b{_blocks.Count}-v{version}" };
        var length = SlackJson.Of([block]).Length;
        if (_blocks.Count >= most - kept || _used + length > SlackLimits.AllBlocks - keptText)
            WasCut = true;
        else
        {
            _blocks.Add(block);
            _used += length;
        }
    }

    /// <summary>
    /// How many of the wanted characters may be written; less than wanted means that something is cut.
    /// </summary>
    int Room(int wanted, int limit = int.MaxValue)
    {
        var room = Math.Max(0, Math.Min(limit, SlackLimits.AllBlocks - KeptText - _used - Frame));
        if (room < wanted)
            WasCut = true;
        return Math.Min(room, wanted);
    }

    string Cut(string text, int max)
    {
        if (text.Length > max)
            WasCut = true;
        return SlackText.Cut(text, max);
    }

    static string Of(Field field, string between)
    {
        var value = field.At is { } at ? SlackText.Date(at, field.Value) : SlackText.Escape(field.Value);
        if (field.People is { Count: > 0 } people)
            value = string.Join(", ", people.Select(SlackText.Mention));
        return $"*{SlackText.Escape(field.Name)}*{between}{(string.IsNullOrWhiteSpace(value) ? "-" : value)}";
    }

    static ButtonElement Of(ChatButton button, int index) =>
        new(
            $"{button.Does.Name}-{index}",
            Plain(button.Label, SlackLimits.Label),
            SlackText.Cut(button.Does.Value, SlackLimits.Value),
            button.Style is "primary" or "danger" ? button.Style : null,
            button.Confirm is { } question ? Confirm(button, question) : null
        );

    static ConfirmDialog Confirm(ChatButton button, string question) =>
        new(
            Plain(button.Label + "?", SlackLimits.ConfirmTitle),
            Plain(question, SlackLimits.ConfirmText),
            Plain(button.Label, SlackLimits.ConfirmButton),
            Plain("Cancel", SlackLimits.ConfirmButton),
            button.Style is "danger" or "primary" ? "danger" : null
        );

    static PlainText Plain(string text, int max) => new(SlackText.Cut(SlackText.Clean(text), max));
}
