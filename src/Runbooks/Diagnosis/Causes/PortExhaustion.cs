using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No free local port to the upstream.</summary>
public sealed class PortExhaustion : Cause
{
    public override string Id => "port-exhaustion";

    public override string Family => CauseFamily.ResourceExhaustion;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.Logged(Points.Decisive, ErrorKind.NoLocalPort)];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Hinted, "system.load", PortsInTimeWait)];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"no local port is left towards {upstream}",
            $"Every local port towards {upstream} is taken, most often by closed connections in TIME_WAIT."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            KeepConnections(upstream),
            Remedy.Advice(
                "keep connections (keepalive in the upstream block, proxy_http_version 1.1, an empty "
                    + "Connection header) "
                    + "instead of opening one for each request, or widen net.ipv4.ip_local_port_range"
            ),
        ];

    static string? PortsInTimeWait(FailingUpstream upstream) =>
        upstream.Context.Facts.Find<Load>() is { } load
            ? $"{load.TimeWait} connections in TIME_WAIT, local ports {load.PortRange}"
            : null;

    /// <summary>
    /// Kept connections to the group; only where no proxy_set_header of an outer block would be lost by it.
    /// </summary>
    static Remedy? KeepConnections(FailingUpstream upstream)
    {
        if (
            upstream
            is not { Context.Configuration: { Only: { } nginx } configuration, Pass.Protocol: "http" }
        )
            return null;
        var pass = upstream.Pass;
        if (
            configuration.Group(pass.Group) is not { Keepalive: null } group
            || group.Block.File != pass.File
        )
            return null;
        if (configuration.Everything.Any(directive => directive.Name == "proxy_set_header"))
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
