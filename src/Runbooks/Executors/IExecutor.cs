namespace ChatOps502.Runbooks.Executors;

/// <summary>A way to run commands on one host. Safe to use from many tasks at once.</summary>
public interface IExecutor
{
    /// <summary>
    /// Runs to the end, to the limit or to the cancellation, whichever comes first; never throws for what a host does,
    /// nor for what the bot's own machine lacks.
    /// </summary>
    /// <param name="command">What to run.</param>
    /// <param name="onStdout">Called with the bytes as they arrive.</param>
    /// <param name="cancel">Kills the command on the host, too.</param>
    Task<ExecResult> RunAsync(
        Command command,
        Action<ReadOnlySpan<byte>>? onStdout,
        CancellationToken cancel
    );
}
