using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.IncidentFeed;

namespace ChatOps502.Bot.WebConsole;

/// <summary>
/// The embedded chat: pages read the thread from the database, so delivering is telling them to look.
/// </summary>
public sealed class ConsoleChat(LiveUpdates live) : IChat
{
    public string Name => "console";

    public bool Doubles => false;

    public TimeSpan EditEvery => TimeSpan.Zero;

    public Task<string> DeliverAsync(Outgoing outgoing, CancellationToken cancel)
    {
        live.Changed(outgoing.Newest().IncidentId);
        return Task.FromResult(outgoing.MessageId.ToString());
    }
}
