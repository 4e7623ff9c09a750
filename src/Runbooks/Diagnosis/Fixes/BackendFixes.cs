using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Fixes;

/// <summary>
/// Changes of the service that should answer, on the host where it runs. Null: the service is not certain.
/// </summary>
static class BackendFixes
{
    public static Remedy? Start(FailingUpstream upstream, string why) =>
        Act(upstream, "service.start", why);

    public static Remedy? Restart(FailingUpstream upstream, string why) =>
        Act(upstream, "service.restart", why);

    /// <summary>Lets a process continue that a signal had stopped.</summary>
    public static Remedy? Resume(FailingUpstream upstream, string why) =>
        Act(upstream, "service.resume", why);

    /// <summary>A restart where it runs, a start where it does not.</summary>
    public static Remedy? BringBack(FailingUpstream upstream, string why) =>
        upstream.Unit?.IsRunning == true ? Restart(upstream, why) : Start(upstream, why);

    /// <summary>Another service on the back end's host.</summary>
    public static Remedy? ActOn(FailingUpstream upstream, ServiceUnit unit, string action, string why) =>
        OnBackendHost(upstream, ServiceAction.Remedy(action, unit, why));

    /// <summary>Settings of the unit.</summary>
    public static Remedy? SetUnit(
        FailingUpstream upstream,
        ServiceUnit unit,
        string why,
        string setting
    ) => OnBackendHost(upstream, UnitSetting.Remedy(unit.Name, why, setting));

    /// <summary>Settings of its PHP-FPM pool, when systemd restarts that.</summary>
    public static Remedy? SetPool(
        FailingUpstream upstream,
        PhpPool pool,
        string why,
        params IReadOnlyList<string> settings
    ) =>
        upstream.Unit is { Manager: "systemd" }
            ? OnBackendHost(upstream, PhpPoolSetting.Remedy(pool, why, settings))
            : null;

    /// <summary>The same remedy, carried out on the host where the back end runs.</summary>
    public static Remedy? OnBackendHost(FailingUpstream upstream, Remedy? remedy) =>
        remedy is null || upstream.RemoteHost is not { } remote
            ? remedy
            : remedy with
            {
                Args = new Dictionary<string, string>(remedy.Args) { ["host"] = remote },
                Command = $"{remedy.Command} (on {remote})",
            };

    static Remedy? Act(FailingUpstream upstream, string action, string why) =>
        upstream is { Owner.Sure: true, Unit: { } unit } ? ActOn(upstream, unit, action, why) : null;
}
