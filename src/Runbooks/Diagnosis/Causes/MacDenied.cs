using ChatOps502.Probes.Network;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>SELinux or AppArmor denies the connection.</summary>
public sealed class MacDenied : Cause
{
    public override string Id => "mac-denied";

    public override string Family => "permission";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.Denied) is not { } lines)
            return;
        // on TCP no owner or mode can forbid a connect: what is left is a security module
        h.For(f.Backend?.IsUnix == true ? Weight.Hinted : Weight.Decisive, lines);
        if (
            (s.Facts.Find<KernelEvents>()?.Denials ?? []).LastOrDefault(d =>
                d.Line.Contains("nginx") || d.Line.Contains("httpd_t")
            ) is
            { } denial
        )
            h.For(Weight.Decisive, "kernel.events", denial.Line, null, denial.Time);
        if (s.Facts.Find<KernelEvents>() is { Enforced.Length: > 0 } kernel)
            h.For(Weight.Hinted, "kernel.events", kernel.Enforced);
        else if (s.Live && s.Facts.Find<KernelEvents>() is { Denials.Count: 0 } && f.Backend?.IsUnix != true)
            h.Against(
                Weight.NothingEnforced,
                "no SELinux or AppArmor is enforced here: a sandbox of nginx's own unit (SystemCallFilter=, "
                    + "RestrictAddressFamilies=) would do the same"
            );
        if (f.Way?.Blocked is { } step)
            h.Against(
                Weight.BetterExplained,
                $"{step.Path} is {step.Mode} {step.Owner}:{step.Group}, which explains it"
            );
        else if (f.Way is { Exists: true } && s.Facts.Find<SocketFiles>() is not null)
            h.For(Weight.WayBlocked, "sockets.files", "owner and modes let nginx in");

        h.Title = $"a security module keeps nginx from {f.Where}";
        h.Explanation =
            $"The kernel refused the connection to {f.Where} although file permissions do not: SELinux "
            + "(httpd_can_network_connect, socket labels) or AppArmor.";
        h.Mend(
            RemedyCatalog.Advice(
                "SELinux: setsebool -P httpd_can_network_connect 1 for TCP, semanage fcontext for sockets; do "
                    + "not switch it off"
            )
        );
    }
}
