using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No free local port to the upstream.</summary>
public sealed class PortExhaustion : Cause
{
    public override string Id => "port-exhaustion";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.NoLocalPort) is not { } lines)
            return;
        h.For(Weight.Decisive, lines);
        if (s.Facts.Find<Load>() is { } load)
            h.For(
                Weight.Hinted,
                "system.load",
                $"{load.TimeWait} connections in TIME_WAIT, local ports {load.PortRange}"
            );

        h.Title = $"no local port is left towards {f.Where}";
        h.Explanation = $"Every local port towards {f.Where} is taken, most often by closed connections in TIME_WAIT.";
        if (Keeping(s, f) is { } remedy)
            h.Mend(remedy);
        h.Mend(
            RemedyCatalog.Advice(
                "keep connections (keepalive in the upstream block, proxy_http_version 1.1, an empty "
                    + "Connection header) instead of opening one for each request, or widen "
                    + "net.ipv4.ip_local_port_range"
            )
        );
    }

    /// <summary>
    /// Kept connections to the group; only where no proxy_set_header of an outer block would be lost by it.
    /// </summary>
    static Remedy? Keeping(Situation s, Failing f)
    {
        if (
            s.Configuration is not { Only: { } nginx } configuration
            || f.Pass is not { Protocol: "http" } pass
            || configuration.Group(pass.Group) is not { Keepalive: null } group
            || group.Block.File != pass.File
        )
            return null;
        if (configuration.Everything.Any(d => d.Name == "proxy_set_header"))
            return null;
        return NginxSetting.Remedy(
            nginx,
            pass.File,
            "nginx keeps up to 64 idle connections in each worker instead of opening one for each request",
            NginxEdit.Inside(group.Block, "keepalive 64"),
            NginxEdit.Beside(pass.Statement, "proxy_http_version 1.1", "proxy_set_header Connection \"\"")
        );
    }
}
