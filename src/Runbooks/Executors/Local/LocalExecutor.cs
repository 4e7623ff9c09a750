namespace ChatOps502.Runbooks.Executors.Local;

/// <summary>Runs commands on the machine the bot runs on.</summary>
public sealed class LocalExecutor(TimeProvider clock) : IExecutor
{
    static readonly string[] Shell = ["sh", "-c"];

    public async Task<ExecResult> RunAsync(
        Command command,
        Action<ReadOnlySpan<byte>>? onStdout,
        CancellationToken cancel
    )
    {
        var outcome = await GuardedProcess.RunAsync(
            Shell,
            guard => guard,
            command,
            clock,
            onStdout,
            cancel
        );
        return outcome.Result(FailureOf(outcome, command));
    }

    static ConnectionFailure? FailureOf(GuardedOutcome outcome, Command command) =>
        outcome switch
        {
            { ExitCode: not null } => null,
            { IsTaken: true } => ConnectionFailure.BegunBefore,
            { MissingProgram: { } program } => new(
                ConnectionFailureKind.ClientMissing,
                $"{program} cannot be started on the bot's machine: {outcome.Stderr}",
                $"install {program} and put it on the PATH",
                Started: false
            ),
            { Cancelled: true } => ConnectionFailure.Cancelled(outcome.Started),
            { TimedOut: true } => ConnectionFailure.StillRunning(command.Limit) with
            {
                Started = outcome.Started,
            },
            _ => new(
                ConnectionFailureKind.ConnectionLost,
                "the shell was killed: " + outcome.Stderr,
                null,
                outcome.Started
            ),
        };
}
