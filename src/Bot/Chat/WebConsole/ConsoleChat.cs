using System.Globalization;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.WebConsole;

/// <summary>The embedded chat: pages read the thread from the database, so delivering is telling them to look.</summary>
public sealed class ConsoleChat(LiveUpdates live) : IChat
{
    public string Name => "console";

    public Task<string> DeliverAsync(ThreadMessage message, string? remoteId, CancellationToken cancel)
    {
        live.Changed(message.IncidentId);
        return Task.FromResult(message.Id.ToString(CultureInfo.InvariantCulture));
    }
}
