using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>worker_connections or file descriptors of nginx are used up.</summary>
public sealed class ConnectionLimitNginx : Cause
{
    const int DefaultConnections = 512;

    public override string Id => "connection-limit-nginx";

    public override string Family => CauseFamily.ResourceExhaustion;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.Logged(Points.Decisive, ErrorKind.WorkerConnections, ErrorKind.TooManyFiles)];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.Hinted, "nginx.config", ConfiguredLimit),
        Rule.For(Points.Hinted, "system.load", FilesOfWorker),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        var most = upstream.Find(ErrorKind.WorkerConnections, ErrorKind.TooManyFiles);
        var limit = most is { Kind: ErrorKind.TooManyFiles }
            ? "their limit of open files"
            : $"worker_connections ({Reached(upstream) ?? Connections(Events(upstream))})";
        return new(
            "nginx has no connection left",
            $"The workers of nginx have reached {limit}: new requests fail whatever the back end does."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Raise(upstream),
            Remedy.Advice(
                "look at what holds the connections: a slow back end ties up two for each waiting request"
            ),
        ];

    /// <summary>
    /// Both limits together, since each proxied request takes two connections and each connection a file; neither is
    /// ever lowered.
    /// </summary>
    static Remedy? Raise(FailingUpstream upstream)
    {
        if (upstream.Context.Configuration is not { Only: { } nginx } configuration)
            return null;
        if (Events(upstream) is not { } events)
            return null;
        var fileLimits = configuration.Everything.Where(d => d.Name == "worker_rlimit_nofile").ToList();
        if (fileLimits.Exists(limit => limit.File != events.File))
            return null;
        var connections = Connections(events);
        var allowedFiles = fileLimits.Select(limit => Number(limit) ?? 0).DefaultIfEmpty().Max();
        var more = Math.Max(connections, Math.Clamp(connections * 4, 4096, 65535));
        var files = Math.Max(more * 2, allowedFiles);
        if (more == connections && files == allowedFiles)
            return null;
        return NginxSetting.Remedy(
            nginx,
            events.File,
            $"room for {more} connections in each worker; it does not fix what holds them (slow back ends, idle "
                + "clients)",
            NginxEdit.Inside(events, $"worker_connections {more}"),
            NginxEdit.Beside(events, $"worker_rlimit_nofile {files}")
        );
    }

    /// <summary>1024 worker_connections are not enough.</summary>
    static int? Reached(FailingUpstream upstream) =>
        upstream
            .Lines.Where(line => line.Message.Contains("worker_connections are not enough"))
            .Select(line =>
                int.TryParse(line.Message.Split(' ')[0], out var number) ? number : (int?)null
            )
            .LastOrDefault();

    static Directive? Events(FailingUpstream upstream) =>
        upstream.Context.Configuration?.Everything.FirstOrDefault(d =>
            d is { Name: "events", Block: not null }
        );

    static int Connections(Directive? events) =>
        Number(events?.Find("worker_connections")) ?? DefaultConnections;

    static int? Number(Directive? directive) =>
        int.TryParse(directive?.Arg(0), out var number) ? number : null;

    static string? ConfiguredLimit(FailingUpstream upstream) =>
        Events(upstream) is { } events ? $"worker_connections is {Connections(events)}" : null;

    static string? FilesOfWorker(FailingUpstream upstream) =>
        upstream.Context.Facts.Find<Load>() is { WorkerFiles: { } used, WorkerLimit: { } limit }
            ? $"a worker holds {used} of {limit} files"
            : null;
}
