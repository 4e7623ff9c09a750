using ChatOps502.Probes.Runtimes;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>A back end's own word that all its workers are taken.</summary>
public sealed record Saturation(string Probe, string Text, DateTimeOffset? At)
{
    public static Saturation? Of(Situation s, Failing f)
    {
        if (f.Protocol == "fastcgi" && f.Home.Find<PhpFpm>() is { } fpm)
        {
            var pool = fpm.Of(f.Backend);
            if (
                f.Answer is { } answer
                && PhpStatus.Read(answer.Reply) is { } status
                && (status.ListenQueue > 0 || status is { IdleProcesses: 0, ActiveProcesses: > 1 })
            )
                return new(
                    "php.fpm",
                    $"pool {status.Pool}: {status.ActiveProcesses} of {status.TotalProcesses} workers busy, "
                        + $"{status.ListenQueue} requests waiting",
                    null
                );
            var line = s.PhpLog(f)
                .LastOrDefault(l =>
                    l.Message.Contains("max_children") && (pool is null || l.Pool is null || l.Pool == pool.Name)
                );
            if (line is not null)
                return new(
                    "php.fpm",
                    line.Message + (pool?.MaxChildren is { } m ? $" (pm.max_children = {m})" : ""),
                    line.Time is { } at ? new DateTimeOffset(at, s.Zone) : null
                );
        }
        if (
            s.JournalOf(f)
                .LastOrDefault(e => e.Message.Contains("listen queue of socket") && e.Message.Contains("full")) is
            { } uwsgi
        )
            return new("services.journal", uwsgi.Message, uwsgi.Time);
        if (f.Tomcat is { } java)
        {
            if (java is { BusyThreads: { } busy, MaxThreads: { } most } && busy >= most)
                return new("java.servers", $"{busy} of {most} threads are busy", null);
            if (java.Log.LastOrDefault(l => l.Contains("All threads") && l.Contains("busy")) is { } line)
                return new("java.servers", line, null);
        }
        return f.Listener is { Queue: { } queue, Backlog: { } backlog } listener && queue > 0 && queue >= backlog
            ? new(
                "sockets.listening",
                $"{queue} connections wait in the accept queue of {listener} (limit {backlog})",
                null
            )
            : null;
    }
}
