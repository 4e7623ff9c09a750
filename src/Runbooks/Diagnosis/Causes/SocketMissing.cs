using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The unix socket's path does not exist for nginx.</summary>
public sealed class SocketMissing : Cause
{
    public override string Id => "socket-missing";

    public override string Family => "permission";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.SocketMissing) is { } lines)
            h.For(Weight.Named, lines);
        else if (f.Answer is { Errno: 2 } && f.Backend?.IsUnix == true)
            h.For(Weight.Named, "upstream.connect", $"{f.Where}: no such file");
        else
            return;

        if (f.Way is { Exists: false })
            h.For(Weight.NotThere, "sockets.files", $"{f.Backend!.SocketPath} does not exist");
        else if (f.Way is { Exists: true } && !f.Backend!.SocketPath!.StartsWith("/tmp"))
            h.Against(Weight.AnswersNow, $"{f.Backend.SocketPath} exists now");
        var unlinked =
            s.Live && f.Listener is not null && f.Way is { Exists: false } && f.Unit is not { PrivateTmp: true };
        if (unlinked)
            h.For(
                Weight.Hinted,
                "sockets.listening",
                $"{f.Listener} still listens on it: the file was removed under the running service"
            );
        if (f.MissingDirectory is { } gap)
            h.For(
                Weight.Hinted,
                "sockets.files",
                $"the directory {gap} does not exist: RuntimeDirectory= in the unit would make it at every start"
            );
        if (f.Unit is { PrivateTmp: true } or null && f.Backend?.SocketPath?.StartsWith("/tmp/") == true)
            h.For(
                Weight.NotThere,
                "sockets.files",
                "a socket below /tmp is invisible to a service with PrivateTmp=yes; nginx and its back end "
                    + "each see a /tmp of their own"
            );
        if (f.Unit is { IsRunning: true } runs)
            h.For(Weight.Hinted, "services.units", $"{runs.Name} is running");
        if (f is { Unit: { IsRunning: false } stopped, MissingDirectory: null })
            h.Against(Weight.BetterExplained, $"{stopped.Name} is {stopped.Active}: it would have made the socket");
        var elsewhere = Strays.Near(s, f).ToList();
        var known = Strays.VouchedFor(s, f);
        if (elsewhere.Count > 0)
            h.For(Weight.Hinted, "sockets.listening", $"listening instead: {string.Join(", ", elsewhere)}");

        h.Title = $"{f.Where} does not exist";
        h.Explanation =
            $"nginx is told to connect to {f.Where}, and there is no socket at that path."
            + (
                known.Count > 0
                    ? $" {string.Join(" and ", known)} {(known.Count == 1 ? "is" : "are")} listening and nobody "
                        + "points there: most likely the path changed on one side."
                    : ""
            );
        if (
            f is { Owner.Sure: true, Unit: { Manager: "systemd" } unit, MissingDirectory: { } missing }
            && missing.Split('/') is ["", "run", var runtime]
        )
            h.MendBackend(
                UnitSetting.Remedy(
                    unit.Name,
                    $"systemd makes {missing} for the service at every start; what was made by hand is gone "
                        + "after a reboot",
                    $"RuntimeDirectory={runtime}"
                )
            );
        if (f is { Unit.IsRunning: false, MissingDirectory: null })
            h.Mend("service.start", "creates the socket when it starts");
        if (f.Unit is not { IsRunning: false } && !unlinked && known.Count == 1)
            h.Mend(NginxMends.PointTo(s, f, known[0], $"{known[0]} listens and nothing else points there"));
        if (unlinked)
            h.Mend("service.restart", "makes the socket anew");
        else
            h.Mend(
                RemedyCatalog.Advice(
                    "make both sides name the same path: listen in the pool, fastcgi_pass or proxy_pass in "
                        + $"nginx ({f.Location ?? "location"}), then reload"
                )
            );
    }
}
