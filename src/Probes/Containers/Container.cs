using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;

namespace ChatOps502.Probes.Containers;

/// <summary>A container of this host, as its engine describes it.</summary>
/// <param name="State">running, exited, restarting, created, paused, dead.</param>
/// <param name="Health">healthy, unhealthy, starting; empty without a health check.</param>
/// <param name="Addresses">Its addresses, one for each network.</param>
/// <param name="Ports">Published: host port, then container port.</param>
/// <param name="Log">Its last lines, when it does not run.</param>
public sealed record Container(
    string Name,
    string State,
    int ExitCode,
    bool OomKilled,
    int Restarts,
    string Health,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<(int Host, int Inside)> Ports,
    IReadOnlyList<string> Log
)
{
    /// <summary>docker or podman.</summary>
    public string Engine { get; init; } = "docker";

    /// <summary>What it was made of; null when that is not known.</summary>
    public string? Image { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool IsRunning => State == "running";

    /// <summary>The same as a service, so that it is judged and fixed like one.</summary>
    public ServiceUnit AsService =>
        new(
            Name,
            Manager: Engine,
            Active: ServiceState,
            Sub: IsRunning ? "running" : "dead",
            Result: ServiceResult,
            ExitKind: IsRunning ? null : "exited",
            ExitStatus: IsRunning ? null : ExitCode,
            Restarts: Restarts,
            StartedAt: StartedAt,
            ExitedAt: IsRunning ? null : FinishedAt,
            ChangedAt: FinishedAt
        );

    string ServiceState =>
        State switch
        {
            "running" => "active",
            "restarting" => "activating",
            _ when OomKilled || !WasStopped => "failed",
            _ => "inactive",
        };

    string ServiceResult
    {
        get
        {
            if (OomKilled)
                return "oom-kill";
            return IsRunning || WasStopped ? "success" : "exit-code";
        }
    }

    /// <summary>Ended by itself without complaint, or by the signals of docker stop.</summary>
    bool WasStopped => ExitCode is 0 or 137 or 143;

    /// <summary>
    /// True when requests to this address are meant for it: by its own address, or by a published port.
    /// </summary>
    public bool Serves(BackendAddress address) =>
        Addresses.Contains(address.Host) || address.Host == Name || IsPublishedAt(address);

    bool IsPublishedAt(BackendAddress address) =>
        (address.IsLoopback || address.Host is "0.0.0.0") && Ports.Any(port => port.Host == address.Port);
}

public sealed record Containers(IReadOnlyList<Container> All)
{
    public Container? Find(string name) => All.FirstOrDefault(container => container.Name == name);

    public Container? Of(BackendAddress? address) =>
        address is null ? null : All.FirstOrDefault(container => container.Serves(address));
}
