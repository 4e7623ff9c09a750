using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Delivery;

/// <summary>Rings when something was put into the outbox.</summary>
public sealed class OutboxSignal
{
    readonly AsyncSignal _signal = new();

    public Task Next => _signal.Next;

    public void Ring() => _signal.Set();
}
