namespace ChatOps502.Runbooks.Executors.Local;

/// <summary>Runs commands on the machine the bot runs on.</summary>
public sealed class LocalExecutor(TimeProvider clock) : IExecutor
{
    public async Task<ExecResult> RunAsync(
        Command command,
        Action<ReadOnlySpan<byte>>? onStdout,
        CancellationToken cancel
    )
    {
        var outcome = await GuardedProcess.RunAsync(["sh", "-c"], guard => guard, command, clock, onStdout, cancel);
        return new(
            outcome.ExitCode ?? -1,
            outcome.Stdout,
            outcome.Stderr,
            outcome.Duration,
            outcome.Truncated,
            FailureOf(outcome, command)
        );
    }

    static Unreached? FailureOf(GuardedOutcome outcome, Command command) =>
        outcome switch
        {
            { ExitCode: not null } => null,
            { Cancelled: true } => new(UnreachedKind.Cancelled, "cancelled", null, outcome.Started),
            { TimedOut: true } => new(
                UnreachedKind.TimedOut,
                $"still running after {command.Limit.TotalSeconds:0.#} s; killed",
                null,
                outcome.Started
            ),
            _ => new(UnreachedKind.ConnectionLost, "the shell was killed: " + outcome.Stderr, null, outcome.Started),
        };
}
