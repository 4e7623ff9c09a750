namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Is a failure over? An incident that ended is healthy now, however loud its log lines are.</summary>
public static class Recovery
{
    static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    public static bool IsOver(Situation s, Failing f)
    {
        if (!s.Live || f.Count == 0)
            return false;
        if (f.Answer is null || !f.Answer.Tried)
            return f.LastAt is null ? false : s.Now - f.LastAt > Quiet && !StillDead(f);
        if (!Answers(f))
            return false;
        if (f.LastAt is not { } last || s.Now - last > Quiet)
            return true;
        return StartedSince(s, f, last) || ServedSince(s, f, last);
    }

    static bool StillDead(Failing f) => f is { Unit.IsStopped: true, Owner.Sure: true };

    static bool Answers(Failing f) => f.Answer is { Connected: true, Silent: false } && f.Way?.Blocked is null;

    /// <summary>
    /// Somebody started it after the last failure. A restart by systemd itself is a crash loop, not a recovery.
    /// </summary>
    static bool StartedSince(Situation s, Failing f, DateTimeOffset last) =>
        f.Unit is not { Restarts: > 0 }
        && (f.Unit?.StartedAt ?? Born(s, f)) is { } start
        && start >= last.AddSeconds(OnlyDead(f) ? -1 : 1);

    /// <summary>
    /// The error log counts in seconds. A port that was closed and is open now is proof enough; any other failure must
    /// lie clearly before the start.
    /// </summary>
    static bool OnlyDead(Failing f) =>
        f.Signals.All(g => g.Signal is Signal.Refused or Signal.SocketMissing or Signal.NoLiveUpstreams);

    /// <summary>Where no service manager knows: the age of the process that listens.</summary>
    static DateTimeOffset? Born(Situation s, Failing f) =>
        f.Processes?.All.FirstOrDefault(p => p.Pid == f.Listener?.Pid)?.AgeSeconds is { } age
            ? s.Now.AddSeconds(-age)
            : null;

    static bool ServedSince(Situation s, Failing f, DateTimeOffset last) =>
        s.Now - last > Settled && Served(s, f, last) >= 3 || s.Now - last > Settled / 3 && Served(s, f, last) >= 20;

    static int Served(Situation s, Failing f, DateTimeOffset last) =>
        s.Requests?.Lines.Count(l =>
            l.Time > last && l.Status is < 500 && (l.Host is null || f.Vhost is null || l.Host == f.Vhost)
        ) ?? 0;
}
