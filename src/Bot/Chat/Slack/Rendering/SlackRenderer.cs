using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Chat.Slack.Rendering;

/// <summary>Makes Block Kit out of a message. Holds every limit by cutting where one can see it.</summary>
static class SlackRenderer
{
    /// <param name="late">Since when the message waited for Slack; null when it did not.</param>
    public static SlackMessage Of(ThreadMessage message, DateTimeOffset? late = null)
    {
        var body = new BlockWriter(message.Version);
        foreach (var block in message.Message.Blocks)
            Add(body, block);
        if (late is { } since)
            body.Context(
                $"delayed by Slack: this is from {SlackText.Date(since, $"{since:HH:mm:ss} UTC")}"
            );
        if (body.WasCut)
            body.Context($":scissors: cut here; the whole text is in {FileName(message, "txt")}");
        return new(
            SlackText.Cut(SlackText.Escape(message.Message.Text), SlackLimits.Text),
            body.Blocks,
            message.Message.Broadcast,
            body.WasCut ? Whole(message.Message) : null,
            [.. message.Message.Blocks.OfType<ExportedFile>().Select(e => e.Format)]
        );
    }

    /// <summary>What a file of the message is called, the one with its uncut text (txt) or an export.</summary>
    public static string FileName(ThreadMessage message, string kind) =>
        $"{Incident.IdOf(message.IncidentId)}-{message.Id}.{kind}";

    /// <summary>For the case that Slack refuses the blocks: the same message without them.</summary>
    public static SlackMessage PlainOf(ThreadMessage message) =>
        new(
            SlackText.Cut(SlackText.Escape(Whole(message.Message)), SlackLimits.Text),
            [],
            message.Message.Broadcast,
            null,
            []
        );

    static void Add(BlockWriter body, ChatBlock block)
    {
        switch (block)
        {
            case Heading h:
                body.Heading(h.Text, Sign(h.Tone));
                break;
            case Paragraph p:
                body.Text(p.Text);
                break;
            case Bullets b:
                body.Text(string.Join('\n', b.Items.Select(i => "• " + i)));
                break;
            case Fields f:
                body.Fields(f.Items);
                break;
            case Code c:
                body.Code(c.Text);
                break;
            case Buttons b:
                body.Buttons(b.Items);
                break;
        }
    }

    static string Sign(Tone tone) =>
        tone switch
        {
            Tone.Firing => ":rotating_light:",
            Tone.Checking => ":mag:",
            Tone.Warning => ":warning:",
            Tone.Waiting => ":hourglass_flowing_sand:",
            Tone.Done => ":white_check_mark:",
            Tone.Failed => ":x:",
            Tone.Refused => ":no_entry:",
            _ => "",
        };

    /// <summary>Everything the message says, as text.</summary>
    static string Whole(ChatMessage message) =>
        SlackText.Clean(
            string.Join(
                "\n\n",
                message
                    .Blocks.Select(b =>
                        b switch
                        {
                            Heading h => h.Text,
                            Paragraph p => p.Text,
                            Bullets l => string.Join('\n', l.Items.Select(i => "- " + i)),
                            Fields f => string.Join('\n', f.Items.Select(i => $"{i.Name}: {i.Value}")),
                            Code c => c.Text,
                            _ => "",
                        }
                    )
                    .Where(t => t.Length > 0)
                    .DefaultIfEmpty(message.Text)
            )
        );
}
