using System.Globalization;
using ChatOps502.Probes.Machine;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>worker_connections or file descriptors of nginx are used up.</summary>
public sealed class ConnectionLimitNginx : Cause
{
    public override string Id => "connection-limit-nginx";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.WorkerConnections, Signal.TooManyFiles) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        var events = s.Configuration?.Everything.FirstOrDefault(d => d is { Name: "events", Block: not null });
        var connections = int.TryParse(events?.Find("worker_connections")?.Arg(0), CultureInfo.InvariantCulture, out var n) ? n : 512;
        if (events is not null) h.For(Weight.Hinted, "nginx.config", $"worker_connections is {connections}");
        if (s.Facts.Find<Load>() is { WorkerFiles: { } used, WorkerLimit: { } limit }) h.For(Weight.Hinted, "system.load", $"a worker holds {used} of {limit} files");
        var more = Math.Clamp(connections * 4, 4096, 65535);

        h.Title = "nginx has no connection left to give";
        h.Explanation = $"The workers of nginx have reached {(lines.Signal == Signal.TooManyFiles ? "their limit of open files" : $"worker_connections ({connections})")}: new requests fail whatever the back end does.";
        // in conf/nginx.conf the events block stands beside worker_rlimit_nofile; each proxied request takes two connections
        var files = Math.Max(more * 2, s.Configuration?.Everything.Where(d => d.Name == "worker_rlimit_nofile").Select(d => int.TryParse(d.Arg(0), CultureInfo.InvariantCulture, out var r) ? r : 0).DefaultIfEmpty().Max() ?? 0);
        if (events is not null && more > connections && s.Configuration?.Only is { } nginx && s.Configuration.Everything.Where(d => d.Name == "worker_rlimit_nofile").All(d => d.File == events.File))
            h.Mend(NginxSetting.Remedy(nginx, events.File, $"room for {more} connections in each worker; what holds them (slow back ends, idle clients) is not mended by it", NginxEdit.Inside(events, $"worker_connections {Math.Max(more, connections)}"), NginxEdit.Beside(events, $"worker_rlimit_nofile {files}")));
        h.Mend(RemedyCatalog.Advice("look at what holds the connections: a slow back end ties up two for each waiting request"));
    }
}
