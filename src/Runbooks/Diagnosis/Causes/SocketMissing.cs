using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The unix socket's path does not exist for nginx.</summary>
public sealed class SocketMissing : Cause
{
    public override string Id => "socket-missing";

    public override string Family => CauseFamily.Permission;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Named, ErrorKind.SocketMissing),
            Rule.For(Points.Named, "upstream.connect", ConnectFindsNoFile),
            Rule.For(Points.NotThere, "sockets.files", ListingLacksIt)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.NotThere, "sockets.files", FileDoesNotExist),
        Rule.Against(Points.AnswersNow, FileExistsNow),
        Rule.For(Points.Hinted, "sockets.listening", FileWasRemoved),
        Rule.For(Points.Hinted, "sockets.files", DirectoryDoesNotExist),
        Rule.For(Points.NotThere, "sockets.files", HasAnotherTmp),
        Rule.For(Points.Hinted, "services.units", ServiceRuns),
        Rule.For(Points.Hinted, "sockets.listening", OthersListen),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        var explanation =
            $"nginx is configured to connect to {upstream}, and there is no socket at that path.";
        if (UnreferencedListeners.VouchedFor(upstream) is { Count: > 0 } others)
            explanation +=
                $" {string.Join(" and ", others)} {(others.Count == 1 ? "is" : "are")} listening and nothing points "
                + "there: most likely the path changed on one side.";
        return new($"{upstream} does not exist", explanation);
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        yield return CreateRuntimeDirectory(upstream);
        if (upstream is { Unit.IsRunning: false, MissingDirectory: null })
            yield return BackendFixes.Start(upstream, "creates the socket when it starts");
        if (IsUnlinked(upstream))
        {
            yield return BackendFixes.Restart(upstream, "creates the socket again");
            yield break;
        }
        yield return PointToTheOnlyOther(upstream);
        yield return Remedy.Advice(
            "make both sides name the same path: listen in the pool, fastcgi_pass or proxy_pass in nginx "
                + $"({upstream.Location?.Path ?? "location"}), then reload"
        );
    }

    static Remedy? CreateRuntimeDirectory(FailingUpstream upstream)
    {
        if (
            upstream
            is not { Owner.Sure: true, Unit: { Manager: "systemd" } unit, MissingDirectory: { } missing }
        )
            return null;
        if (missing.Split('/') is not ["", "run", var directory])
            return null;
        return BackendFixes.SetUnit(
            upstream,
            unit,
            $"systemd creates {missing} for the service at every start; a directory made by hand is gone after a "
                + "reboot",
            $"RuntimeDirectory={directory}"
        );
    }

    static Remedy? PointToTheOnlyOther(FailingUpstream upstream)
    {
        if (
            upstream.Unit is { IsRunning: false }
            || UnreferencedListeners.VouchedFor(upstream) is not [var only]
        )
            return null;
        return NginxFixes.PointTo(upstream, only, $"{only} listens and nothing else points there");
    }

    static string? ConnectFindsNoFile(FailingUpstream upstream) =>
        upstream is { Answer.Errno: 2, Backend.IsUnix: true } ? $"{upstream}: no such file" : null;

    /// <summary>A listing was pasted that shows other sockets, or that the path is missing.</summary>
    static string? ListingLacksIt(FailingUpstream upstream)
    {
        if (upstream is not { Context.IsLive: false, Count: 0, Backend: { SocketPath: { } path } })
            return null;
        var listed = upstream.Context.Facts.Find<SocketFiles>();
        return listed is null || listed.Others.Contains(path)
            ? null
            : $"what was listed does not show {path}";
    }

    static string? FileDoesNotExist(FailingUpstream upstream) =>
        upstream.SocketPath is { Exists: false }
            ? $"{upstream.Backend!.SocketPath} does not exist"
            : null;

    /// <summary>A file in /tmp may exist for others than nginx.</summary>
    static string? FileExistsNow(FailingUpstream upstream)
    {
        var path = upstream.Backend?.SocketPath;
        return upstream.SocketPath is { Exists: true } && path?.StartsWith("/tmp") == false
            ? $"{path} exists now"
            : null;
    }

    /// <summary>The service listens, and its file is gone.</summary>
    static bool IsUnlinked(FailingUpstream upstream) =>
        upstream is { Context.IsLive: true, Listener: not null, SocketPath.Exists: false }
        && upstream.Unit is not { PrivateTmp: true };

    static string? FileWasRemoved(FailingUpstream upstream) =>
        IsUnlinked(upstream)
            ? $"{upstream.Listener} still listens on it: the file was removed while the service runs"
            : null;

    static string? DirectoryDoesNotExist(FailingUpstream upstream) =>
        upstream.MissingDirectory is { } missing
            ? $"the directory {missing} does not exist: RuntimeDirectory= in the unit would create it at every start"
            : null;

    static string? HasAnotherTmp(FailingUpstream upstream) =>
        upstream.Unit is { PrivateTmp: true } or null
        && upstream.Backend?.SocketPath?.StartsWith("/tmp/") == true
            ? "a socket below /tmp is invisible to a service with PrivateTmp=yes; nginx and its back end each see a "
                + "/tmp of their own"
            : null;

    static string? ServiceRuns(FailingUpstream upstream) =>
        upstream.Unit is { IsRunning: true } unit ? $"{unit.Name} is running" : null;

    static string? OthersListen(FailingUpstream upstream)
    {
        var others = UnreferencedListeners.Find(upstream).ToList();
        return others.Count == 0 ? null : $"listening instead: {string.Join(", ", others)}";
    }
}
