using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Delivery;

/// <summary>Rings when something was put into the outbox.</summary>
public sealed class OutboxSignal
{
    readonly Nudge _nudge = new();

    public Task Next => _nudge.Next;

    public void Ring() => _nudge.Ring();
}
