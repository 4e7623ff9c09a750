using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Owner, group, mode or a parent directory keeps nginx's workers from the socket.</summary>
public sealed class SocketPermission : Cause
{
    public override string Id => "socket-permission";

    public override string Family => CauseFamily.Permission;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.Logged(Points.Named, ErrorKind.Denied),
        Rule.For(Points.SocketAccess, "sockets.files", PathIsBlocked),
    ];

    public override bool Concerns(FailingUpstream upstream) => upstream.Backend is { IsUnix: true };

    public override Wording Describe(FailingUpstream upstream)
    {
        var title = $"nginx may not use {upstream}";
        if (upstream.SocketPath?.Blocked is not { } step)
            return new(
                title,
                $"The kernel refused nginx the connection to {upstream} (13: Permission denied)."
            );
        var from = step.Mode[0] == 'd' ? "from entering this directory" : "from connecting";
        return new(
            title,
            $"The workers of nginx run as {FilesOf(upstream)?.Worker}; {step.Path} is {step.Mode} "
                + $"{step.Owner}:{step.Group}, which keeps them {from}."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [GivePoolSocketToNginx(upstream), Advice(upstream)];

    static Remedy? GivePoolSocketToNginx(FailingUpstream upstream)
    {
        if (
            upstream.Pool is not { } pool
            || FilesOf(upstream) is not { Worker: { Length: > 0 } worker } files
        )
            return null;
        var socketItselfIsBlocked = upstream.SocketPath?.Blocked?.Mode.StartsWith('s') == true;
        if (!socketItselfIsBlocked)
            return null;
        return BackendFixes.SetPool(
            upstream,
            pool,
            $"creates the socket for {worker}, now and at every start",
            $"listen.owner = {worker}",
            $"listen.group = {files.WorkerGroups.FirstOrDefault() ?? worker}",
            "listen.mode = 0660"
        );
    }

    static Remedy Advice(FailingUpstream upstream)
    {
        var worker = FilesOf(upstream)?.Worker;
        return Remedy.Advice(
            upstream.Pool is { } pool
                ? $"in {pool.File} set listen.owner = {worker}, listen.group = {worker}, listen.mode = 0660, then "
                    + $"restart {pool.Service}: a chmod of the socket itself is lost at the next restart"
                : $"let the back end create its socket for the group of nginx ({worker ?? "www-data"}), mode 0660, in "
                    + "a directory below /run that nginx may enter; a home directory will not do"
        );
    }

    static SocketFiles? FilesOf(FailingUpstream upstream) => upstream.Context.Facts.Find<SocketFiles>();

    static string? PathIsBlocked(FailingUpstream upstream)
    {
        if (upstream.SocketPath?.Blocked is not { } step)
            return null;
        var files = FilesOf(upstream);
        var groups = files is { WorkerGroups.Count: > 0 }
            ? $" ({string.Join(' ', files.WorkerGroups)})"
            : "";
        return $"{step.Mode} {step.Owner}:{step.Group} {step.Path}: nginx runs as {files?.Worker}{groups}";
    }
}
