using ChatOps502.Probes.Network;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>SELinux or AppArmor denies the connection.</summary>
public sealed class MacDenied : Cause
{
    public override string Id => "mac-denied";

    public override string Family => CauseFamily.Permission;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, DeniedTcp),
            Rule.Logged(Points.Hinted, ErrorKind.Denied)
        ),
        Rule.For(Points.Decisive, DenialOfNginx).When(upstream => upstream.Count == 0),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.Decisive, DenialOfNginx).When(upstream => upstream.Count > 0),
        Rule.Against(Points.BetterExplained, IsSwitchedOff),
        Rule.For(Points.Hinted, "kernel.events", IsEnforced),
        Rule.Against(Points.NothingEnforced, NothingIsEnforced),
        Rule.For(Points.SocketAccess, "sockets.files", ModesLetNginxIn),
    ];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"a security module keeps nginx from {upstream}",
            $"The kernel refused the connection to {upstream} although file permissions allow it: SELinux "
                + "(httpd_can_network_connect, socket labels) or AppArmor."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "SELinux: setsebool -P httpd_can_network_connect 1 for TCP, semanage fcontext for sockets; do not turn "
                    + "it off"
            ),
        ];

    static KernelEvents? Kernel(FailingUpstream upstream) => upstream.Context.Facts.Find<KernelEvents>();

    static bool IsUnix(FailingUpstream upstream) => upstream.Backend is { IsUnix: true };

    /// <summary>On TCP no owner or mode can forbid a connection: what is left is a security module.</summary>
    static ErrorGroup? DeniedTcp(FailingUpstream upstream) =>
        IsUnix(upstream) ? null : upstream.Find(ErrorKind.Denied);

    static EvidenceItem? DenialOfNginx(FailingUpstream upstream)
    {
        var denial = Kernel(upstream)?.Denials.LastOrDefault(IsOfNginx);
        return denial is null ? null : new("kernel.events", denial.Line, At: denial.Time);
    }

    static bool IsOfNginx(Denial denial) =>
        denial.Line.Contains("nginx") || denial.Line.Contains("httpd_t");

    static string? IsEnforced(FailingUpstream upstream) =>
        Kernel(upstream) is { Enforced: { Length: > 0 } enforced } ? enforced : null;

    static string? NothingIsEnforced(FailingUpstream upstream) =>
        upstream.Context.IsLive
        && !IsUnix(upstream)
        && Kernel(upstream) is { Denials.Count: 0, Enforced.Length: 0 }
            ? "neither SELinux nor AppArmor is enforced here: a sandbox of nginx's own unit (SystemCallFilter=, "
                + "RestrictAddressFamilies=) would have the same effect"
            : null;

    /// <summary>sestatus: "SELinux status: disabled"; getenforce: "Permissive".</summary>
    static string? IsSwitchedOff(FailingUpstream upstream)
    {
        if (upstream.Context.IsLive)
            return null;
        var lines = upstream
            .Context.Facts.Raw.Values.SelectMany(text => text.Split('\n'))
            .Select(line => line.Trim());
        return lines.FirstOrDefault(SaysOff);
    }

    static bool SaysOff(string line) =>
        line is "Disabled" or "Permissive"
        || line.StartsWith("SELinux status:") && line.EndsWith("disabled")
        || line.StartsWith("Current mode:") && line.EndsWith("permissive");

    static string? ModesLetNginxIn(FailingUpstream upstream) =>
        upstream.SocketPath is { Exists: true, Blocked: null }
        && upstream.Context.Facts.Find<SocketFiles>() is not null
            ? "owner and modes let nginx in"
            : null;
}
