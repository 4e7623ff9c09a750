namespace ChatOps502.Runbooks.Executors;

/// <summary>What to run on a host.</summary>
/// <param name="Argv">The program and its arguments; each reaches the program as it is, whatever it holds.</param>
/// <param name="Stdin">Fed to the program; null for none.</param>
/// <param name="Limit">After this time the command and its children are killed.</param>
/// <param name="MaxBytes">Standard output beyond this is read and thrown away, and said to be.</param>
public sealed record Command(IReadOnlyList<string> Argv, TimeSpan Limit, byte[]? Stdin = null, int MaxBytes = 16 << 20)
{
    /// <summary>
    /// True for a change: it goes on to its end or its limit when the connection, or the bot, goes away.
    /// </summary>
    public bool Outlives { get; init; }

    /// <summary>
    /// What the command finds in its environment as C502_WORD, and nobody else on the host: letters, digits and = only.
    /// </summary>
    public string Word { get; init; } = "";

    public static Command Of(TimeSpan limit, params string[] argv) => new(argv, limit);

    /// <summary>As a person would type it into a shell.</summary>
    public override string ToString() => Shown(Argv);

    /// <inheritdoc cref="ToString"/>
    public static string Shown(IEnumerable<string> argv) => string.Join(' ', argv.Select(ShellWord.Shown));
}

/// <summary>How a command ended. A connection that failed is not an exit code: see <see cref="Unreached"/>.</summary>
/// <param name="Stdout">Bytes as they came; targets write Latin-1 and worse.</param>
/// <param name="Truncated">True when more than the cap was printed.</param>
public sealed record ExecResult(
    int ExitCode,
    byte[] Stdout,
    string Stderr,
    TimeSpan Duration,
    bool Truncated,
    Unreached? Failure
)
{
    public bool Ok => Failure is null && ExitCode == 0;
}

/// <summary>Why a host could not be asked, or not to the end.</summary>
public enum UnreachedKind
{
    HostKeyUnknown,
    HostKeyChanged,
    LoginRefused,
    Unreachable,
    ConnectionLost,
    TimedOut,
    Cancelled,
    BadConfiguration,
}

/// <param name="Kind">What happened.</param>
/// <param name="Reason">In words, for the thread.</param>
/// <param name="Mend">The command or configuration that mends it; null when there is none.</param>
/// <param name="Started">True when the command had begun on the host: what it did is unknown.</param>
public sealed record Unreached(UnreachedKind Kind, string Reason, string? Mend, bool Started);

/// <summary>A way to run commands on one host. Safe to use from many tasks at once.</summary>
public interface IExecutor
{
    /// <summary>
    /// Runs to the end, to the limit or to the cancellation, whichever comes first; never throws for what a host does.
    /// </summary>
    /// <param name="command">What to run.</param>
    /// <param name="onStdout">Called with the bytes as they arrive.</param>
    /// <param name="cancel">Kills the command on the host, too.</param>
    Task<ExecResult> RunAsync(Command command, Action<ReadOnlySpan<byte>>? onStdout, CancellationToken cancel);
}
