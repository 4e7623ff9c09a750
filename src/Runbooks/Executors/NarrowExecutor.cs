namespace ChatOps502.Runbooks.Executors;

/// <summary>Runs so many commands on one host at the same time, and no more; the others wait their turn.</summary>
/// <param name="most">How many.</param>
public sealed class NarrowExecutor(IExecutor inner, int most) : IExecutor
{
    readonly SemaphoreSlim _turns = new(most);

    public async Task<ExecResult> RunAsync(
        Command command,
        Action<ReadOnlySpan<byte>>? onStdout,
        CancellationToken cancel
    )
    {
        try
        {
            await _turns.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return new(
                -1,
                [],
                "",
                TimeSpan.Zero,
                false,
                new(UnreachedKind.Cancelled, "cancelled", null, Started: false)
            );
        }
        try
        {
            return await inner.RunAsync(command, onStdout, cancel);
        }
        finally
        {
            _turns.Release();
        }
    }
}
