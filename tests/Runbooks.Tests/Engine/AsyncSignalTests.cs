using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Tests.Engine;

public sealed class AsyncSignalTests
{
    [Fact]
    public async Task Whoever_waited_before_it_was_set_is_woken_and_nobody_after()
    {
        var signal = new AsyncSignal();
        var before = signal.Next;
        signal.Set();
        await before.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(signal.Next.IsCompleted);
    }
}
