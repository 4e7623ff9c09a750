namespace ChatOps502.Runbooks.Executors.Ssh;

/// <summary>
/// Runs commands over the OpenSSH client, so that people's configuration, agents, jumps and known_hosts simply work.
/// </summary>
/// <remarks>The first command opens a master connection, the next ones share it for a minute.</remarks>
public sealed class SshExecutor(SshTarget target, TimeProvider clock) : IExecutor
{
    public async Task<ExecResult> RunAsync(
        Command command,
        Action<ReadOnlySpan<byte>>? onStdout,
        CancellationToken cancel
    )
    {
        if (target.Arguments() is not { } carrier)
            return new(
                -1,
                [],
                "",
                TimeSpan.Zero,
                false,
                new(
                    UnreachedKind.BadConfiguration,
                    $"'{target.Address}' is not a host name ssh may be given",
                    "mend Address or User of this host in the configuration",
                    false
                )
            );
        if (!PrepareControlDirectory())
            return new(
                -1,
                [],
                "",
                TimeSpan.Zero,
                false,
                new(
                    UnreachedKind.BadConfiguration,
                    $"{target.ControlDirectory} belongs to somebody else",
                    $"remove {target.ControlDirectory}",
                    false
                )
            );
        var outcome = await GuardedProcess.RunAsync(
            carrier,
            guard => "exec sh -c " + ShellWord.Quote(guard),
            command,
            clock,
            onStdout,
            cancel
        );
        return new(
            outcome.ExitCode ?? -1,
            outcome.Stdout,
            outcome.Stderr,
            outcome.Duration,
            outcome.Truncated,
            FailureOf(outcome, command)
        );
    }

    Unreached? FailureOf(GuardedOutcome outcome, Command command) =>
        outcome switch
        {
            { ExitCode: not null } => null,
            { Cancelled: true } => new(UnreachedKind.Cancelled, "cancelled", null, outcome.Started),
            { TimedOut: true } => new(
                UnreachedKind.TimedOut,
                outcome.Started
                    ? $"still running after {command.Limit.TotalSeconds:0.#} s; killed"
                    : $"no login within {command.Limit.TotalSeconds:0.#} s",
                null,
                outcome.Started
            ),
            { Started: true } => new(
                UnreachedKind.ConnectionLost,
                "the connection was lost half-way: " + LastLine(outcome.Stderr),
                null,
                true
            ),
            _ => SshFailure.Of(outcome.Stderr, target),
        };

    static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "ssh ended without a word";

    /// <summary>Whoever can open the sockets in it is logged in; only its owner can set its mode.</summary>
    bool PrepareControlDirectory()
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            Directory.CreateDirectory(target.ControlDirectory, Private);
            File.SetUnixFileMode(target.ControlDirectory, Private);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
