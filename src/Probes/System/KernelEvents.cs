namespace ChatOps502.Probes.System;

/// <summary>A process the kernel killed because memory ran out.</summary>
/// <param name="Cgroup">The control group whose limit was hit, or the one the victim lived in; null for a host-wide
/// shortage without one.</param>
/// <param name="Time">Null when the line carries no time that can be placed.</param>
public sealed record OomKill(
    int? Pid,
    string? Name,
    string? Cgroup,
    bool CgroupLimit,
    DateTimeOffset? Time,
    long? AnonRssKb,
    string Line
);

/// <summary>A process that died on a fault: segfault, general protection, trap.</summary>
public sealed record ProcessFault(int Pid, string Name, DateTimeOffset? Time, string Line);

/// <summary>A denial by SELinux or AppArmor.</summary>
public sealed record Denial(string System, DateTimeOffset? Time, string Line);

public sealed record KernelEvents(
    IReadOnlyList<OomKill> Kills,
    IReadOnlyList<ProcessFault> Faults,
    IReadOnlyList<Denial> Denials
)
{
    /// <summary>
    /// Security modules that are enforced, such as "SELinux enforcing, httpd_can_network_connect off"; empty when none
    /// is or nobody can tell.
    /// </summary>
    public string Enforced { get; init; } = "";
}
