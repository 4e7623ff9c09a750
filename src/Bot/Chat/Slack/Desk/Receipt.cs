using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Chat.Slack.Desk;

/// <summary>For one thing that came in: what it changes and that it is done commit together, so a crash neither loses nor repeats it.</summary>
sealed class Receipt(Database database, SlackInbox inbox, long id)
{
    public T Once<T>(Func<T> change) => database.Write(unit =>
    {
        inbox.Done(unit, id);
        return change();
    });

    /// <summary>Nothing was changed.</summary>
    public void Done(string? error = null) => database.Write(unit => inbox.Done(unit, id, error));
}
