using ChatOps502.Probes.Runtimes;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>A back end's own word that all its workers are busy.</summary>
/// <param name="Probe">The probe that saw it.</param>
public sealed record Saturation(string Probe, string Text, DateTimeOffset? At = null)
{
    /// <summary>Null when nothing says so.</summary>
    public static Saturation? Find(FailingUpstream upstream) =>
        OfPool(upstream) ?? OfUwsgi(upstream) ?? OfTomcat(upstream) ?? OfAcceptQueue(upstream);

    static Saturation? OfPool(FailingUpstream upstream)
    {
        if (upstream.Protocol != "fastcgi" || upstream.BackendHost.Find<PhpFpm>() is null)
            return null;
        return OfStatusPage(upstream) ?? OfPhpLog(upstream, upstream.Pool);
    }

    static Saturation? OfStatusPage(FailingUpstream upstream)
    {
        if (upstream.Answer is not { } answer || PhpStatus.Read(answer.Reply) is not { } status)
            return null;
        var isFull = status.ListenQueue > 0 || status is { IdleProcesses: 0, ActiveProcesses: > 1 };
        return isFull
            ? new(
                "php.fpm",
                $"pool {status.Pool}: {status.ActiveProcesses} of {status.TotalProcesses} workers busy, "
                    + $"{status.ListenQueue} requests waiting"
            )
            : null;
    }

    static Saturation? OfPhpLog(FailingUpstream upstream, PhpPool? pool)
    {
        var line = upstream.PhpLog.LastOrDefault(line =>
            line.Message.Contains("max_children") && IsOfPool(line, pool)
        );
        if (line is null)
            return null;
        var limit = pool?.MaxChildren is { } most ? $" (pm.max_children = {most})" : "";
        DateTimeOffset? at = line.Time is { } local
            ? new DateTimeOffset(local, upstream.Context.Zone)
            : null;
        return new("php.fpm", line.Message + limit, at);
    }

    static bool IsOfPool(PhpLogLine line, PhpPool? pool) =>
        pool is null || line.Pool is null || line.Pool == pool.Name;

    static Saturation? OfUwsgi(FailingUpstream upstream) =>
        upstream.Journal.LastOrDefault(entry => IsFullQueue(entry.Message)) is { } entry
            ? new("services.journal", entry.Message, entry.Time)
            : null;

    static bool IsFullQueue(string message) =>
        message.Contains("listen queue of socket") && message.Contains("full");

    static Saturation? OfTomcat(FailingUpstream upstream)
    {
        if (upstream.Tomcat is not { } tomcat)
            return null;
        if (tomcat is { BusyThreads: { } busy, MaxThreads: { } most } && busy >= most)
            return new("java.servers", $"{busy} of {most} threads are busy");
        var line = tomcat.Log.LastOrDefault(line =>
            line.Contains("All threads") && line.Contains("busy")
        );
        return line is null ? null : new("java.servers", line);
    }

    static Saturation? OfAcceptQueue(FailingUpstream upstream)
    {
        if (upstream.Listener is not { Queue: { } queue, Backlog: { } backlog } listener)
            return null;
        var text = $"{queue} connections wait in the accept queue of {listener} (limit {backlog})";
        return queue > 0 && queue >= backlog ? new("sockets.listening", text) : null;
    }
}
