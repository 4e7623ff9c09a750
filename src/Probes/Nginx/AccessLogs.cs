namespace ChatOps502.Probes.Nginx;

/// <summary>How far an access log had grown when it was read: what comes after is new.</summary>
public sealed record LogPosition(string Path, long Bytes);

/// <summary>Requests of one minute, and how many of them ended in 502 or 504.</summary>
public sealed record Minute(DateTimeOffset At, long Requests, long Failed);

/// <summary>A log of which only the end was read, since it is too large.</summary>
/// <param name="From">What was written earlier is not counted; null when nobody can tell the time.</param>
public sealed record LogCut(DateTimeOffset? From);

/// <summary>The requests of the window.</summary>
/// <param name="Requests">All requests in the window, counted on the host.</param>
/// <param name="ByStatus">Requests by status code.</param>
/// <param name="Lines">Requests taken apart: all of them in a quiet window, only those with a 5xx in a busy
/// one.</param>
public sealed record AccessLogs(
    long Requests,
    IReadOnlyDictionary<int, long> ByStatus,
    IReadOnlyList<AccessLine> Lines,
    IReadOnlyList<LogPosition> Positions
)
{
    /// <summary>Minute by minute, oldest first; minutes without requests are left out.</summary>
    public IReadOnlyList<Minute> Minutes { get; init; } = [];

    /// <summary>Set when the counts are a part: a log reaches further back than it was read.</summary>
    public LogCut? Cut { get; init; }

    public long Count(int status) => ByStatus.GetValueOrDefault(status);

    public IEnumerable<AccessLine> Failed => Lines.Where(l => l.Status is 502 or 504);
}
