namespace ChatOps502.Runbooks.Executors;

/// <summary>Why a host could not be reached, or the connection did not last to the end.</summary>
public enum ConnectionFailureKind
{
    HostKeyUnknown,
    HostKeyChanged,
    LoginRefused,
    Unreachable,
    ConnectionLost,
    TimedOut,
    Cancelled,
    BadConfiguration,

    /// <summary>The program that connects (ssh) is not installed on the bot's own machine.</summary>
    ClientMissing,

    /// <summary>The host had begun this change before, for a bot that died: it was not repeated.</summary>
    BegunBefore,
}

/// <summary>Why a command did not run to its end.</summary>
/// <param name="Reason">In words, for the thread.</param>
/// <param name="FixHint">The command or setting that fixes it; null when there is none.</param>
/// <param name="Started">True when the command had begun on the host: what it did is unknown.</param>
public sealed record ConnectionFailure(
    ConnectionFailureKind Kind,
    string Reason,
    string? FixHint,
    bool Started
)
{
    /// <summary>The reason, and how to fix it where that is known.</summary>
    public string Explanation => FixHint is null ? Reason : $"{Reason} (fix: {FixHint})";

    internal static ConnectionFailure Cancelled(bool started) =>
        new(ConnectionFailureKind.Cancelled, "cancelled", null, started);

    /// <summary>A change whose end nobody heard of.</summary>
    internal static readonly ConnectionFailure BegunBefore = new(
        ConnectionFailureKind.BegunBefore,
        "it had begun when the bot was interrupted, so it was not repeated; how it ended is unknown",
        null,
        Started: true
    );

    /// <summary>A command that had begun and ran out of time.</summary>
    internal static ConnectionFailure StillRunning(TimeSpan limit) =>
        new(
            ConnectionFailureKind.TimedOut,
            $"still running after {Seconds(limit)}; killed",
            null,
            Started: true
        );

    internal static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.#} s";
}
