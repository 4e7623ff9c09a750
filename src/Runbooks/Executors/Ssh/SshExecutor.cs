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
            return ExecResult.NeverBegan(
                SshFailure.BadConfiguration(
                    $"'{target.Address}' is not a host name that may be passed to ssh",
                    "correct Address or User of this host in the configuration"
                )
            );
        if (!PrepareControlDirectory())
            return ExecResult.NeverBegan(
                SshFailure.BadConfiguration(
                    $"{target.ControlDirectory} belongs to another user",
                    $"remove {target.ControlDirectory}"
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
        return outcome.Result(SshFailure.Of(outcome, command, target));
    }

    /// <summary>Whoever can open the sockets in it is logged in; only its owner can set its mode.</summary>
    bool PrepareControlDirectory()
    {
        const UnixFileMode Private =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
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
