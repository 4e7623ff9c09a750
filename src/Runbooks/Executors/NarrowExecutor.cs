namespace ChatOps502.Runbooks.Executors;

/// <summary>Runs a limited number of commands on one host at the same time; the others wait their turn.</summary>
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
            return ExecResult.NeverBegan(ConnectionFailure.Cancelled(started: false));
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
