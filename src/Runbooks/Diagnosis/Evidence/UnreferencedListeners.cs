using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>
/// Back ends that listen where no part of nginx's configuration points to: where a misconfigured upstream may really
/// be.
/// </summary>
static class UnreferencedListeners
{
    static readonly string[] Runtimes =
    [
        "node",
        "python",
        "gunicorn",
        "uvicorn",
        "uwsgi",
        "hypercorn",
        "daphne",
        "java",
        "ruby",
        "puma",
        "unicorn",
        "php-fpm",
        "dotnet",
        "perl",
        "deno",
        "bun",
        "beam.smp",
        "apache2",
        "httpd",
    ];

    /// <summary>
    /// Those among <see cref="Find"/> that no ordinary user can have opened: only they speak for a cause, or become the
    /// new back end.
    /// </summary>
    public static IReadOnlyList<Listener> VouchedFor(FailingUpstream upstream) =>
        [.. Find(upstream).Where(listener => ListenerOwner.IsVouchedFor(upstream, listener))];

    /// <summary>
    /// Sockets of the same kind of back end, with who runs them; empty also when the listeners are not known.
    /// </summary>
    public static IEnumerable<Listener> Find(FailingUpstream upstream)
    {
        if (upstream is not { Listeners: { } listeners, Backend: not null })
            return [];
        var configured = ConfiguredAddresses(upstream);
        var isPhp = upstream.Protocol == "fastcgi";
        var family = ProcessesOfRunningOwner(upstream);
        return listeners
            .All.Where(listener => family is null || listener.Pid is { } pid && family.Contains(pid))
            .Where(listener =>
                IsBackend(upstream, listener) && !ToolListeners.Includes(upstream, listener)
            )
            .Where(listener => !configured.Exists(listener.Accepts) && IsPhp(upstream, listener) == isPhp)
            .Where(listener => listener.SocketPath is null || listener.SocketPath.StartsWith('/'))
            .Select(listener => listener with { User = ListenerOwner.UserOf(upstream, listener) });
    }

    /// <summary>Addresses on the back end's machine that nginx is configured to use.</summary>
    static List<BackendAddress> ConfiguredAddresses(FailingUpstream upstream)
    {
        IEnumerable<BackendAddress> all =
            upstream.Context.Configuration?.PassedTo ?? new HashSet<BackendAddress>();
        return
        [
            .. all.Where(address =>
                upstream.RemoteHost is null || address.Host == upstream.Backend!.Host
            ),
        ];
    }

    /// <summary>A service that runs and is known is looked for where it listens itself, nowhere else.</summary>
    static HashSet<int>? ProcessesOfRunningOwner(FailingUpstream upstream)
    {
        if (
            upstream
            is not { Owner.Sure: true, Unit: { IsRunning: true, MainPid: { } main }, Processes: not null }
        )
            return null;
        return [main, .. ServingProcesses.OwnListeners(upstream).Select(own => own.Pid ?? main)];
    }

    /// <summary>
    /// An application server, or the main process of a service made on this host. Without names nobody can tell.
    /// </summary>
    static bool IsBackend(FailingUpstream upstream, Listener listener) =>
        listener.Process is { } name && (IsRuntime(name) || IsLocalService(upstream, listener));

    static bool IsRuntime(string process) =>
        Runtimes.Any(name => process.StartsWith(name)) && process != "node_exporter";

    static bool IsLocalService(FailingUpstream upstream, Listener listener) =>
        upstream
            .BackendHost.Find<ServiceUnits>()
            ?.All.Any(unit => unit is { IsLocal: true, IsJob: false } && unit.MainPid == listener.Pid)
        == true;

    static bool IsPhp(FailingUpstream upstream, Listener listener) =>
        listener.Process?.Contains("php") == true
        || listener.SocketPath?.Contains("php") == true
        || IsPool(upstream, listener);

    static bool IsPool(FailingUpstream upstream, Listener listener) =>
        upstream
            .BackendHost.Find<PhpFpm>()
            ?.Pools.Any(pool => pool.Listen is { } address && listener.Accepts(address)) == true;
}
