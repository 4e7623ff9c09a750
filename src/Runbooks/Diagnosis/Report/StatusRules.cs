using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>Decides a verdict's status. Healthy needs positive evidence.</summary>
static class StatusRules
{
    static readonly TimeSpan Lately = TimeSpan.FromMinutes(2);

    /// <param name="open">The upstreams whose failure is not over.</param>
    /// <param name="explained">True when there is a diagnosis.</param>
    public static VerdictStatus Decide(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> open,
        bool explained,
        VerdictWindow window
    )
    {
        if (!context.IsLive)
            return PastedStatus.Decide(context, explained || open.Any(FailsRequests), window);
        var failing = open.Any(FailsRequests);
        if (context is { IsLive: true, Configuration: null } && !failing)
            return VerdictStatus.Unknown;
        if (explained)
            return StatusOfFault(context, open, failing, window);
        if (failing || UnexplainedFailures(context, window))
            return VerdictStatus.Unhealthy;
        if (context is { IsLive: true, Configuration.Running: false })
            return context.ConfigurationError is null ? VerdictStatus.Degraded : VerdictStatus.Unhealthy;
        if (IsBlind(context))
            return VerdictStatus.Unknown;
        return StatusWithoutFault(context, window);
    }

    /// <summary>Nothing was found on a live host: that alone does not make it healthy.</summary>
    static VerdictStatus StatusWithoutFault(DiagnosisContext context, VerdictWindow window)
    {
        if (window.Requests > 0 && !Success.WasSeen(context))
            return VerdictStatus.Unhealthy;
        if (UnknownErrors.Newest(context) is not null || FailsNowAndThen(context, window))
            return VerdictStatus.Degraded;
        if (ReadingGaps.Of(context).Count > 0 || !Success.WasSeen(context))
            return VerdictStatus.Unknown;
        return VerdictStatus.Healthy;
    }

    /// <summary>Failures that no error log explains, too few or too long ago to call the host down.</summary>
    static bool FailsNowAndThen(DiagnosisContext context, VerdictWindow window) =>
        context.Failing.Count == 0 && window.Failed > 0 && !IsOver(context, window);

    static VerdictStatus StatusOfFault(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> open,
        bool failing,
        VerdictWindow window
    )
    {
        if (
            failing && (OtherPeersAnswered(context, open, window) || NoClientSawIt(context, open, window))
        )
            return VerdictStatus.Degraded;
        return failing || IsBlind(context) || StillFails(context, window)
            ? VerdictStatus.Unhealthy
            : VerdictStatus.Degraded;
    }

    /// <summary>A body that is too large ends in 413, which is no failure of a back end.</summary>
    static bool FailsRequests(FailingUpstream upstream) =>
        upstream.Errors.Any(group => group.Kind != ErrorKind.RequestTooLarge)
        && Counterpart.Missing(upstream) is null;

    /// <summary>No log of a live host could be read.</summary>
    static bool IsBlind(DiagnosisContext context) =>
        context.IsLive
        && context.Facts.Find<ErrorLog>() is not { Files.Count: > 0 }
        && context.Facts.Find<AccessLogs>() is not { Positions.Count: > 0 };

    /// <summary>Another peer of the group answered instead: nobody saw a failure.</summary>
    static bool OtherPeersAnswered(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> open,
        VerdictWindow window
    ) =>
        window.Failed == 0
        && context.Requests is { ByStatus.Count: > 0 }
        && open.All(upstream => IsOneOfSeveralPeers(context, upstream));

    /// <summary>Copies of requests (mirror) fail unseen: the access log, read as a whole, shows no failure.</summary>
    static bool NoClientSawIt(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> open,
        VerdictWindow window
    ) =>
        window is { Failed: 0, Requests: > 0 }
        && context.Requests?.Cut is null
        && ReadingGaps.Of(context).Count == 0
        && open.Where(FailsRequests).All(Subrequests.IsOnlyMirrored);

    static bool IsOneOfSeveralPeers(DiagnosisContext context, FailingUpstream upstream)
    {
        var groups = context.Configuration?.Groups ?? [];
        return upstream.Backend is not null
            && groups.Any(g =>
                g.Peers.Count > 1 && g.Peers.Any(peer => peer.Address == upstream.Backend)
            );
    }

    /// <summary>Requests fail at this moment, whatever the error log holds.</summary>
    static bool StillFails(DiagnosisContext context, VerdictWindow window) =>
        context.IsLive && window.Failed >= 3 && FailedLately(context, window);

    static bool FailedLately(DiagnosisContext context, VerdictWindow window) =>
        window.LastAt > context.Now - Lately;

    /// <summary>
    /// The access log may show what no error log does: an application that answers 502 itself, errors sent elsewhere.
    /// </summary>
    static bool UnexplainedFailures(DiagnosisContext context, VerdictWindow window)
    {
        if (context.Failing.Count > 0 || window.Failed == 0)
            return false;
        if (window.Failed < Math.Max(3, window.Requests / 100))
            return false;
        return FailedLately(context, window) && !IsOver(context, window);
    }

    /// <summary>So many requests succeeded after the last failure that luck does not explain it.</summary>
    static bool IsOver(DiagnosisContext context, VerdictWindow window) =>
        SucceededSince(context, window.LastAt) >= NeededSuccesses(window);

    static long SucceededSince(DiagnosisContext context, DateTimeOffset? last)
    {
        var later = context.Requests?.Minutes.Where(minute => minute.At > last).Sum(Succeeded) ?? 0;
        var listed = context.Requests?.Lines.Count(line => line.Time > last && line.Status < 500) ?? 0;
        return Math.Max(later, listed);
    }

    static long Succeeded(Minute minute) => minute.Requests - minute.Failed;

    /// <summary>With this share failing, so many in a row succeed by chance once in twenty times.</summary>
    static double NeededSuccesses(VerdictWindow window)
    {
        var share = (double)window.Failed / Math.Max(window.Requests, 1);
        return share >= 1 ? 1 : Math.Log(0.05) / Math.Log(1 - share);
    }
}
