using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Wakes runs: those under way by their nudge, those asleep through the driver's queue.</summary>
public sealed class RunWakeups
{
    readonly ConcurrentDictionary<string, Nudge> _nudges = new();
    readonly Channel<string> _queue = Channel.CreateUnbounded<string>();

    public ChannelReader<string> Queue => _queue.Reader;

    public Nudge Of(string run) => _nudges.GetOrAdd(run, _ => new());

    public void Ring(string run)
    {
        Of(run).Ring();
        _queue.Writer.TryWrite(run);
    }

    public void Forget(string run) => _nudges.TryRemove(run, out _);
}
