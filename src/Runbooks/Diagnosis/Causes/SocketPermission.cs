using ChatOps502.Probes.Network;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Owner, group, mode or a parent directory keeps nginx's workers from the socket.</summary>
public sealed class SocketPermission : Cause
{
    public override string Id => "socket-permission";

    public override string Family => "permission";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Backend?.IsUnix != true)
            return;
        if (f.Of(Signal.Denied) is { } lines)
            h.For(Weight.Named, lines);
        else if (f.Way?.Blocked is null)
            return;

        var files = s.Facts.Find<SocketFiles>();
        if (f.Way?.Blocked is { } step)
            h.For(
                Weight.WayBlocked,
                "sockets.files",
                $"{step.Mode} {step.Owner}:{step.Group} {step.Path}: nginx runs as {files?.Worker} "
                    + $"({string.Join(' ', files?.WorkerGroups ?? [])})"
            );
        else if (f.Way is { Exists: true })
            h.Against(
                Weight.BetterExplained,
                "owner and modes let nginx in, so a security module (SELinux, AppArmor) is the likelier reason"
            );

        var pool = f.Home.Find<PhpFpm>()?.Of(f.Backend);
        h.Title = $"nginx may not use {f.Where}";
        h.Explanation = f.Way?.Blocked is { } b
            ? $"The workers of nginx run as {files?.Worker}; {b.Path} is {b.Mode} {b.Owner}:{b.Group}, which "
                + $"keeps them {(b.Mode[0] == 'd' ? "from entering this directory" : "from connecting")}."
            : $"The kernel refused nginx the connection to {f.Where} (13: Permission denied).";
        if (pool is not null && files is { Worker.Length: > 0 } && f.Way?.Blocked?.Mode.StartsWith('s') == true)
            h.MendPool(
                pool,
                $"the socket is made for {files.Worker}, now and at every start",
                $"listen.owner = {files.Worker}",
                $"listen.group = {files.WorkerGroups.FirstOrDefault() ?? files.Worker}",
                "listen.mode = 0660"
            );
        h.Mend(
            RemedyCatalog.Advice(
                pool is not null
                    ? $"in {pool.File} set listen.owner = {files?.Worker}, listen.group = {files?.Worker}, "
                        + $"listen.mode = 0660, then restart {pool.Service}: a chmod of the socket itself is gone "
                        + "after the next restart"
                    : "let the back end create its socket for the group of nginx "
                        + $"({files?.Worker ?? "www-data"}), mode 0660, in a directory below /run that nginx may "
                        + "enter; a home directory is none"
            )
        );
    }
}
