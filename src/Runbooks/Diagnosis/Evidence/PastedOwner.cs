using ChatOps502.Probes;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>
/// The service or container whose state was pasted beside the errors: people paste that of the back end.
/// </summary>
static class PastedOwner
{
    static readonly string[] Others =
    [
        "nginx",
        "openresty",
        "mysql",
        "maria",
        "postgres",
        "redis",
        "mongo",
        "memcached",
        "rabbitmq",
        "traefik",
        "haproxy",
        "certbot",
    ];

    /// <param name="address">Where nginx fails; null when no line says it.</param>
    /// <param name="name">What the configuration calls it.</param>
    public static BackendOwner? Find(FactSheet facts, BackendAddress? address, string? name) =>
        OfContainers(facts, address, name) ?? OfUnits(facts, address);

    static BackendOwner? OfContainers(FactSheet facts, BackendAddress? address, string? name)
    {
        var all = facts.Find<Containers>()?.All ?? [];
        var exact = all.FirstOrDefault(one => IsAt(one, address) || IsCalled(one, name));
        if (exact is not null)
            return new(
                exact.Name,
                exact.AsService,
                $"container {exact.Name} has that name or address",
                Sure: true
            );
        var candidates = all.Where(one => IsApplication(one.Name) && IsApplication(one.Image ?? ""))
            .ToList();
        if (candidates.Count > 1)
            candidates = [.. candidates.Where(one => !one.IsRunning)];
        return candidates is [var only]
            ? new(
                only.Name,
                only.AsService,
                $"container {only.Name} is the application that was pasted",
                Sure: true
            )
            : null;
    }

    static bool IsAt(Container container, BackendAddress? address) =>
        address is { IsUnix: false } && container.Serves(address);

    /// <summary>shop-app-1 and shop_app_1 are the service app of compose.</summary>
    static bool IsCalled(Container container, string? name) =>
        name is not null && (container.Name == name || container.Name.Split('-', '_').Contains(name));

    static BackendOwner? OfUnits(FactSheet facts, BackendAddress? address)
    {
        if (facts.Find<ServiceUnits>() is not { } units)
            return null;
        if (address is not null && OwnerByText.Find(facts, units, address) is { } named)
            return named;
        var candidates = units.All.Where(unit => IsApplication(unit.Name)).ToList();
        if (candidates.Count > 1)
            candidates = [.. candidates.Where(unit => !unit.IsRunning)];
        return candidates is [var only]
            ? new(only.Name, only, $"the state of {only.Name} was pasted with the errors", Sure: true)
            : null;
    }

    static bool IsApplication(string name) =>
        !Array.Exists(Others, other => name.Contains(other, StringComparison.OrdinalIgnoreCase));
}
