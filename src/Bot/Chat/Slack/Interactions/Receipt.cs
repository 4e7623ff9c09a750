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
    public Task OnceAsync(Action<Transaction> change) =>
        database.WriteAsync(unit =>
        {
            inbox.Done(unit, id);
            change(unit);
        });

    /// <summary>Nothing was changed.</summary>
    public Task DoneAsync(string? error = null) =>
        database.WriteAsync(unit => inbox.Done(unit, id, error));

    /// <summary>Nothing was changed, and whoever it was is told why.</summary>
    public Task DoneAsync(Listener to, string text, string? error = null) =>
        database.WriteAsync(unit =>
        {
            inbox.Done(unit, id, error);
            replies.Say(unit, to, text);
        });

    /// <summary>
    /// Runs a command and owes its answer. One that has to ask elsewhere first is done when it was answered there.
    /// </summary>
    /// <param name="here">The incident in whose thread it is answered; null elsewhere.</param>
    public async Task AnswerAsync(
        Func<Transaction, CommandAnswer> command,
        Listener to,
        long? here,
        CancellationToken cancel
    )
    {
        var answer = await database.WriteAsync(
            unit =>
            {
                var now = command(unit);
                if (now.Then is null)
                    Close(unit, now, to, here, now.Text);
                return now;
            },
            cancel: cancel
        );
        if (answer.Then is not { } then)
            return;
        var text = await then(cancel);
        await database.WriteAsync(unit => Close(unit, answer, to, here, text), cancel: cancel);
    }

    void Close(Transaction unit, CommandAnswer answer, Listener to, long? here, string text)
    {
        inbox.Done(unit, id);
        if (answer.IsShownElsewhere)
            return;
        var about = answer.Incident is { } name ? Incident.NumberOf(name) : null;
        replies.Say(unit, to, text, about == here ? null : about);
    }
}
