using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Chat.Slack.Owed;

/// <summary>The files of a message, wanted in its thread.</summary>
/// <param name="PerhapsThere">An earlier delivery or version of the message may have brought them.</param>
sealed record Upload(
    long Id,
    long MessageId,
    string Channel,
    string Thread,
    bool PerhapsThere,
    DateTimeOffset At
) : Debt(Id, At)
{
    public override string What => $"the files of message {MessageId}";
}

/// <summary>
/// Files that belong to messages: what was cut, exports. The thread goes on without them; they follow within a day, or
/// it is told why not.
/// </summary>
sealed class SlackUploads(
    Database database,
    ThreadStore threads,
    SlackFiles files,
    SlackLookup lookup,
    IncidentExport export,
    SlackReplies replies,
    SlackHealth troubles,
    TimeProvider clock,
    ILogger<SlackUploads> log
) : OwedToSlack<Upload>(database, "slack_uploads", TimeSpan.FromDays(1), clock, log)
{
    const string Insert = """
        insert into slack_uploads (message_id, room, thread, perhaps_there, at)
        values (@message, @room, @thread, @perhapsThere, @at)
        on conflict (message_id) do nothing
        returning id
        """;
    const string Wanted =
        "select id, message_id, room, thread, perhaps_there, at from slack_uploads order by id";

    /// <summary>Nothing for a message without files.</summary>
    public async Task OweAsync(ThreadMessage message, string channel, string thread, bool perhapsThere)
    {
        if (!SlackRenderer.Of(message).HasFiles)
            return;
        await Store.WriteAsync(unit =>
        {
            var at = Clock.GetUtcNow();
            foreach (
                var id in unit.Query<long>(
                    Insert,
                    new
                    {
                        message = message.Id,
                        room = channel,
                        thread,
                        perhapsThere,
                        at = Column.Time(at),
                    }
                )
            )
                Owe(unit, new(id, message.Id, channel, thread, perhapsThere, at));
        });
    }

    protected override IEnumerable<Upload> Left() =>
        Store
            .Query<Row>(Wanted)
            .Select(r => new Upload(
                r.Id,
                r.Message_Id,
                r.Room,
                r.Thread,
                r.Perhaps_There != 0,
                Column.Time(r.At)
            ));

    protected override async Task<SlackAnswer> TryAsync(Upload debt, bool again, CancellationToken stop)
    {
        foreach (var (name, title, content) in Files(threads.Get(debt.MessageId)))
        {
            if (
                (again || debt.PerhapsThere)
                && await lookup.HasFileAsync(debt.Channel, debt.Thread, name, stop)
            )
                continue;
            var answer = await files.ShareAsync(debt.Channel, debt.Thread, name, title, content, stop);
            troubles.Report(
                "files",
                answer.Ok ? null : $"{answer.Words} (uploads go to files.slack.com)"
            );
            if (!answer.Ok)
                return answer with { Uncertain = answer.IsWorthRepeating };
        }
        return new([], "");
    }

    protected override void GiveUp(Transaction unit, Upload debt, string why) =>
        replies.Say(
            unit,
            Listener.Everybody(debt.Channel, debt.Thread),
            $"{string.Join(", ", Files(threads.Get(debt.MessageId)).Select(f => f.Name))} could not be attached: {why}"
        );

    IEnumerable<(string Name, string Title, string Content)> Files(ThreadMessage message)
    {
        var rendered = SlackRenderer.Of(message);
        if (rendered.Whole is { } whole)
            yield return (
                SlackRenderer.FileName(message, "txt"),
                $"{Incident.IdOf(message.IncidentId)}: "
                    + $"{SlackText.Cut(message.Message.Text.ReplaceLineEndings(" "), 80)}",
                whole
            );
        if (rendered.Exports.Count == 0 || export.Story(message.IncidentId) is not { } story)
            yield break;
        foreach (var format in rendered.Exports)
            if (IncidentExport.Of(story, format) is { } file)
                yield return (SlackRenderer.FileName(message, format), file.Name, file.Content);
    }

    sealed record Row(
        long Id,
        long Message_Id,
        string Room,
        string Thread,
        long Perhaps_There,
        string At
    );
}
