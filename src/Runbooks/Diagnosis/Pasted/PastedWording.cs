using ChatOps502.Probes.Applications;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>
/// What is said of pasted evidence: nobody has looked at the host, so what nobody observed is told as a possibility.
/// </summary>
static class PastedWording
{
    public static Wording OfBackendDown(FailingUpstream upstream)
    {
        if (upstream.Said(RemarkKind.PortTaken) is { } taken)
            return new(
                $"{upstream.ServiceOr("the back end")} could not take its port",
                $"Another program has the port: {taken.Text.TrimEnd('.')}. The back end ends without it."
            );
        if (upstream.Owner is { Unit: { IsRunning: false } } owner)
            return new(
                $"{owner.Service} {StateOf(upstream)}",
                $"{owner.Service} {StateOf(upstream)}{ResultOf(upstream)}. Found by: {owner.Because}."
            );
        if (upstream.Said(RemarkKind.FailedToStart, RemarkKind.Stopped) is { } said)
            return new(
                "the back end does not run",
                $"Its own words are: {said.Text.TrimEnd('.')}. So nobody takes nginx's connections."
            );
        return OfRefusal(upstream);
    }

    static Wording OfRefusal(FailingUpstream upstream) =>
        upstream.NobodyListens
            ? new(
                $"nothing listens on {upstream}",
                $"The list of sockets shows nobody on {upstream}, so nginx cannot connect."
            )
            : new(
                $"{upstream} refuses connections",
                $"nginx was refused at {upstream}. Most often the back end is stopped or did not start; it may "
                    + "also listen "
                    + "on another port or address."
            );

    static string StateOf(FailingUpstream upstream) =>
        upstream.Unit switch
        {
            { Active: "failed" } => "has failed",
            { Active: "activating" } => "does not come up",
            _ => "is stopped",
        };

    static string ResultOf(FailingUpstream upstream) =>
        upstream.Unit switch
        {
            { ExitStatus: > 0 } unit => $" ({unit.Result}, status {unit.ExitStatus})",
            { Result.Length: > 0 } unit => $" ({unit.Result})",
            _ => "",
        };

    public static Remedy AdviceOfBackendDown(FailingUpstream upstream)
    {
        var service = upstream.Owner?.Service ?? "SERVICE";
        if (upstream.Unit is { Manager: "docker" })
            return Remedy.Advice(
                $"find out why first: docker logs --tail 50 {service}, docker inspect {service} "
                    + "(State.ExitCode, OOMKilled); "
                    + "then start it"
            );
        var port = upstream.Backend is { IsUnix: false } address ? $" | grep :{address.Port}" : "";
        return Remedy.Advice(
            $"find out why first: systemctl status {service}, journalctl -u {service} -n 50 (or docker ps -a "
                + "and docker "
                + $"logs); ss -lntp{port} shows whether anybody listens there; then start it"
        );
    }

    public static Wording OfCrash(FailingUpstream upstream, EvidenceItem said) =>
        new(
            $"{upstream.ServiceOr("the back end")} crashes",
            $"It ends while it should serve, by its own log: {said.Text.TrimEnd('.')}."
        );

    public static Remedy AdviceOfCrash(FailingUpstream upstream) =>
        Remedy.Advice(
            upstream.Protocol == "fastcgi"
                ? "PHP-FPM's log (error_log of php-fpm.conf) names the signal of a child that died; a core file "
                    + "or a list "
                    + "of extensions (php -m) leads on: opcache and third-party extensions first"
                : "read what the application logged in the second before the connection ended (journalctl -u "
                    + "SERVICE, docker "
                    + "logs); dmesg tells whether the kernel ended it"
        );

    /// <summary>Nothing was late by nginx's clock: a worker may have been killed for being slow.</summary>
    public static Wording OfSlow(FailingUpstream upstream)
    {
        if (upstream.Said(RemarkKind.WorkerTimeout) is { } killed)
            return new(
                $"{upstream.ServiceOr("the back end")} kills workers that take too long",
                "A worker was ended for exceeding its time limit, and its connection with it: "
                    + $"{killed.Text.TrimEnd('.')}."
            );
        return new(
            $"{upstream} may be too slow",
            upstream.Requests.Count > 0
                ? $"Requests to {upstream} ended with 504, nginx's status for an answer that came too late."
                : $"Workers that are killed for taking too long end connections to {upstream} in this way, too."
        );
    }

    public static Wording OfMovedName(FailingUpstream upstream)
    {
        var name = upstream.ConfiguredName ?? "the back end's name";
        return new(
            $"{name} may have another address by now",
            $"nginx resolved {name} when it started and keeps {upstream}; the back end may have moved since, as "
                + "a container "
                + "does when it is created anew."
        );
    }

    public static Remedy AdviceOfMovedName(FailingUpstream upstream)
    {
        var name = upstream.ConfiguredName ?? "NAME";
        return Remedy.Advice(
            $"compare the address with the present one (docker inspect {name}, getent hosts {name}); when they differ, "
                + "reload nginx, and for the next time use a resolver with a variable in proxy_pass, or server "
                + "... resolve "
                + "(nginx 1.27.3)"
        );
    }
}
