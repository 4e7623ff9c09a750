using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Wakes runs: those under way by their signal, those asleep through the driver's queue.</summary>
public sealed class RunWakeups
{
    readonly ConcurrentDictionary<string, AsyncSignal> _signals = new();
    readonly Channel<string> _queue = Channel.CreateUnbounded<string>();

    public ChannelReader<string> Queue => _queue.Reader;

    public AsyncSignal Of(string run) => _signals.GetOrAdd(run, _ => new());

    public void Ring(string run)
    {
        Of(run).Set();
        _queue.Writer.TryWrite(run);
    }

    public void Forget(string run) => _signals.TryRemove(run, out _);
}
