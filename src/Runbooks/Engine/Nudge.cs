namespace ChatOps502.Runbooks.Engine;

/// <summary>A bell: whoever took <see cref="Next"/> before it rang is woken.</summary>
public sealed class Nudge
{
    volatile TaskCompletionSource _bell = New();

    public Task Next => _bell.Task;

    public void Ring() => Interlocked.Exchange(ref _bell, New()).TrySetResult();

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
