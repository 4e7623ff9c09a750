namespace ChatOps502.Runbooks.Engine;

/// <summary>
/// Wakes everybody who awaits <see cref="Next"/> at the moment it is set; then it waits to be set again.
/// </summary>
public sealed class AsyncSignal
{
    volatile TaskCompletionSource _next = NewSource();

    public Task Next => _next.Task;

    public void Set() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
