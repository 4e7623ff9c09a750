namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Whether a failure is over. An incident that ended is healthy now, however loud its log lines are.</summary>
static class Recovery
{
    static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    public static bool IsOver(FailingUpstream upstream)
    {
        if (!upstream.Context.IsLive || upstream.Count == 0)
            return false;
        if (upstream.Answer is not { Tried: true })
            return IsQuiet(upstream) && !IsStillStopped(upstream);
        if (!AnswersNow(upstream) || ServingProcesses.Stopped(upstream) is not null)
            return false;
        if (upstream.LastAt is not { } last || IsQuiet(upstream))
            return true;
        return StartedSince(upstream, last) || ServedSince(upstream, last);
    }

    static bool IsQuiet(FailingUpstream upstream) => upstream.Context.Now - upstream.LastAt > Quiet;

    static bool IsStillStopped(FailingUpstream upstream) =>
        upstream is { Unit.IsStopped: true, Owner.Sure: true };

    static bool AnswersNow(FailingUpstream upstream) =>
        upstream.Answer is { Connected: true, Silent: false } && upstream.SocketPath?.Blocked is null;

    /// <summary>
    /// Somebody started it after the last failure. A restart by systemd itself is a crash loop, not a recovery.
    /// </summary>
    static bool StartedSince(FailingUpstream upstream, DateTimeOffset last)
    {
        if (upstream.Unit is { Restarts: > 0 })
            return false;
        var started = upstream.Unit?.StartedAt ?? ListenerStartedAt(upstream);
        return started >= last.AddSeconds(OnlyRefusals(upstream) ? -1 : 1);
    }

    /// <summary>
    /// The error log counts in seconds. A port that was closed and is open now is proof enough; any other failure must
    /// lie clearly before the start.
    /// </summary>
    static bool OnlyRefusals(FailingUpstream upstream) =>
        upstream.Errors.All(group =>
            group.Kind is ErrorKind.Refused or ErrorKind.SocketMissing or ErrorKind.NoLiveUpstreams
        );

    /// <summary>Where no service manager knows: the age of the process that listens.</summary>
    static DateTimeOffset? ListenerStartedAt(FailingUpstream upstream)
    {
        var pid = upstream.Listener?.Pid;
        var process = upstream.Processes?.All.FirstOrDefault(process => process.Pid == pid);
        return process?.AgeSeconds is { } age ? upstream.Context.Now.AddSeconds(-age) : null;
    }

    static bool ServedSince(FailingUpstream upstream, DateTimeOffset last)
    {
        var age = upstream.Context.Now - last;
        return age > Settled && Served(upstream, last) >= 3
            || age > Settled / 3 && Served(upstream, last) >= 20;
    }

    static int Served(FailingUpstream upstream, DateTimeOffset last) =>
        upstream.Context.Requests?.Lines.Count(line =>
            line.Time > last && line.Status is < 500 && RequestMatch.IsFor(line, upstream)
        )
        ?? 0;
}
