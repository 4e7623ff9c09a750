using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Commands;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>
/// For one thing that came in: what it changes, that it is done and what is owed for it commit together, so a crash
/// neither loses nor repeats it. What is asked elsewhere may be asked there twice.
/// </summary>
sealed class Receipt(Database database, SlackInbox inbox, SlackReplies replies, long id)
{
    public void Once(Action change) =>
        database.Write(unit =>
        {
            inbox.Done(unit, id);
            change();
        });

    /// <summary>Nothing was changed.</summary>
    public void Done(string? error = null) => database.Write(unit => inbox.Done(unit, id, error));

    /// <summary>Nothing was changed, and whoever it was is told why.</summary>
    public void Done(Listener to, string text, string? error = null) =>
        database.Write(unit =>
        {
            inbox.Done(unit, id, error);
            replies.Say(to, text);
        });

    /// <summary>
    /// Runs a command and owes its answer. One that has to ask elsewhere first is done when it was answered there.
    /// </summary>
    /// <param name="here">The incident in whose thread it is answered; null elsewhere.</param>
    public async Task AnswerAsync(
        Func<CommandAnswer> command,
        Listener to,
        long? here,
        CancellationToken cancel
    )
    {
        var answer = database.Write(_ =>
        {
            var now = command();
            if (now.Then is null)
                Close(now, to, here, now.Text);
            return now;
        });
        if (answer.Then is { } then)
            Close(answer, to, here, await then(cancel));
    }

    void Close(CommandAnswer answer, Listener to, long? here, string text) =>
        Once(() =>
        {
            var about = answer.Incident is { } name ? Incident.NumberOf(name) : null;
            replies.Say(to, text, about == here ? null : about);
        });
}
