using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Places what logs say against a host's clock.</summary>
/// <remarks>A clock may be changed by two hours; what lies further ahead was not written by nginx just now.</remarks>
/// <param name="Now">The host's own time.</param>
/// <param name="Live">False for pasted evidence, whose newest line is now.</param>
sealed record Clock(DateTimeOffset Now, bool Live)
{
    /// <summary>True for a time that does not count.</summary>
    public bool IsAhead(DateTimeOffset? time) => Live && time > Now + LogTime.Ahead;

    /// <summary>A little ahead is now.</summary>
    public DateTimeOffset? Placed(DateTimeOffset? time) => Live && time > Now ? Now : time;

    /// <summary>The requests without those that lie ahead.</summary>
    public AccessLogs? Placed(AccessLogs? logs)
    {
        if (logs is null || !Live || !HoldsLater(logs))
            return logs;
        var ahead = logs.Lines.Where(l => IsAhead(l.Time)).ToList();
        return logs with
        {
            Requests = Math.Max(0, logs.Requests - ahead.Count),
            ByStatus = Without(logs.ByStatus, ahead),
            Lines =
            [
                .. logs.Lines.Where(l => !IsAhead(l.Time)).Select(l => l with { Time = Placed(l.Time) }),
            ],
            Minutes =
            [
                .. logs
                    .Minutes.Where(m => !IsAhead(m.At))
                    .GroupBy(m => Placed(m.At)!.Value)
                    .Select(Together),
            ],
        };
    }

    bool HoldsLater(AccessLogs logs) =>
        logs.Lines.Any(l => l.Time > Now) || logs.Minutes.Any(m => m.At > Now);

    static Minute Together(IGrouping<DateTimeOffset, Minute> minutes) =>
        new(minutes.Key, minutes.Sum(m => m.Requests), minutes.Sum(m => m.Failed));

    static Dictionary<int, long> Without(IReadOnlyDictionary<int, long> counts, List<AccessLine> lines)
    {
        var dropped = lines.CountBy(l => l.Status ?? 0).ToDictionary();
        var left = counts.Select(c => (Status: c.Key, Count: c.Value - dropped.GetValueOrDefault(c.Key)));
        return left.Where(c => c.Count > 0).ToDictionary(c => c.Status, c => c.Count);
    }
}
