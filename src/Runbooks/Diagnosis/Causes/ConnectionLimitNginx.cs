using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>worker_connections or file descriptors of nginx are used up.</summary>
public sealed class ConnectionLimitNginx : Cause
{
    public override string Id => "connection-limit-nginx";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.WorkerConnections, Signal.TooManyFiles) is not { } lines)
            return;
        h.For(Weight.Decisive, lines);
        var events = s.Configuration?.Everything.FirstOrDefault(d => d is { Name: "events", Block: not null });
        var connections = int.TryParse(events?.Find("worker_connections")?.Arg(0), out var n) ? n : 512;
        if (events is not null)
            h.For(Weight.Hinted, "nginx.config", $"worker_connections is {connections}");
        if (s.Facts.Find<Load>() is { WorkerFiles: { } used, WorkerLimit: { } limit })
            h.For(Weight.Hinted, "system.load", $"a worker holds {used} of {limit} files");

        h.Title = "nginx has no connection left to give";
        h.Explanation =
            "The workers of nginx have reached "
            + $"{(lines.Signal == Signal.TooManyFiles ? "their limit of open files" : $"worker_connections ({connections})")}: "
            + ""
            + "new requests fail whatever the back end does.";
        if (events is not null)
            h.Mend(Raise(s.Configuration!, events, connections));
        h.Mend(
            RemedyCatalog.Advice(
                "look at what holds the connections: a slow back end ties up two for each waiting request"
            )
        );
    }

    /// <summary>
    /// Both limits together, since each proxied request takes two connections and each connection a file; neither is
    /// ever lowered.
    /// </summary>
    static Remedy? Raise(NginxConfiguration configuration, Directive events, int connections)
    {
        var limits = configuration.Everything.Where(d => d.Name == "worker_rlimit_nofile").ToList();
        var allowed = limits.Select(d => int.TryParse(d.Arg(0), out var n) ? n : 0).DefaultIfEmpty().Max();
        var more = Math.Max(connections, Math.Clamp(connections * 4, 4096, 65535));
        var files = Math.Max(more * 2, allowed);
        if (
            configuration.Only is not { } nginx
            || more == connections && files == allowed
            || limits.Exists(d => d.File != events.File)
        )
            return null;
        return NginxSetting.Remedy(
            nginx,
            events.File,
            $"room for {more} connections in each worker; what holds them (slow back ends, idle clients) is not "
                + "mended by it",
            NginxEdit.Inside(events, $"worker_connections {more}"),
            NginxEdit.Beside(events, $"worker_rlimit_nofile {files}")
        );
    }
}
