namespace ChatOps502.Runbooks.Executors;

/// <summary>
/// How a command ended. A connection that failed is not an exit code: see <see cref="ConnectionFailure"/>.
/// </summary>
/// <param name="ExitCode">-1 when the command did not end by itself.</param>
/// <param name="Stdout">Bytes as they came; targets write Latin-1 and worse.</param>
/// <param name="Truncated">True when more than the cap was printed.</param>
public sealed record ExecResult(
    int ExitCode,
    byte[] Stdout,
    string Stderr,
    TimeSpan Duration,
    bool Truncated,
    ConnectionFailure? Failure
)
{
    public bool Ok => Failure is null && ExitCode == 0;

    /// <summary>Of a command that never began.</summary>
    internal static ExecResult NeverBegan(ConnectionFailure failure) =>
        new(ExitCode: -1, [], "", TimeSpan.Zero, Truncated: false, failure);
}
