namespace ChatOps502.Probes.Services;

/// <summary>A service and its state. Times are UTC; null means never or unknown.</summary>
/// <param name="Manager">systemd, openrc, sysvinit or supervisor; own for a custom service, docker or podman for a
/// container.</param>
/// <param name="Active">active, inactive, failed, activating, deactivating.</param>
/// <param name="Result">systemd's reason: success, exit-code, signal, core-dump, oom-kill, timeout,
/// start-limit-hit.</param>
/// <param name="ExitStatus">Exit status, or signal number when <see cref="ExitKind"/> is killed or dumped.</param>
public sealed record ServiceUnit(
    string Name,
    string Manager,
    string Active,
    string Sub,
    string Result,
    string? ExitKind = null,
    int? ExitStatus = null,
    int? MainPid = null,
    int Restarts = 0,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? ExitedAt = null,
    DateTimeOffset? ChangedAt = null,
    string UnitFile = "",
    string Command = "",
    string? User = null,
    bool PrivateTmp = false,
    long? MemoryMax = null,
    string LoadState = "loaded",
    string Environment = "",
    string RestartPolicy = "",
    bool IsJob = false
)
{
    /// <summary>False when it is known not to start with the host.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// Open files allowed: the limit in force, and the one it may raise itself to; null when unknown.
    /// </summary>
    public (long Soft, long Hard)? Files { get; init; }

    public bool IsRunning => Active == "active" && Sub is not ("dead" or "exited");

    public bool IsStopped => Active is "inactive" or "failed" or "stopped" or "crashed";

    /// <summary>Made on this host rather than shipped by the distribution: most likely an application.</summary>
    public bool IsLocal =>
        Manager == "supervisor"
        || UnitFile.StartsWith("/etc/")
        || UnitFile.StartsWith("/run/")
        || UnitFile.StartsWith("/usr/local/");
}

/// <summary>The services of the host. <see cref="Manager"/> is empty when none was recognised.</summary>
public sealed record ServiceUnits(string Manager, IReadOnlyList<ServiceUnit> All)
{
    public ServiceUnit? Find(string name) => All.FirstOrDefault(unit => unit.Name == name);
}
