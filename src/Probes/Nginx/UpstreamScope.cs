using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>
/// What passes are read against. Each group's addresses are listed once, however many passes lead to it.
/// </summary>
sealed class UpstreamScope(IReadOnlyList<UpstreamGroup> groups)
{
    /// <summary>Back ends of all passes together: a group counts again for each pass to it.</summary>
    const int MostBackends = 200_000;

    readonly Dictionary<string, (string Name, IReadOnlyList<BackendAddress> Peers)> _groups = groups
        .DistinctBy(group => group.Name)
        .ToDictionary(group => group.Name, group => (group.Name, Addresses(group)));
    long _backends;

    public (string? Name, IReadOnlyList<BackendAddress> Backends) Behind(BackendAddress? address)
    {
        if (address is null)
            return (null, []);
        if (address.IsUnix || !_groups.TryGetValue(address.Host, out var group))
            return (null, [address]);
        ReadingLimits.Hold(_backends += group.Peers.Count, MostBackends, "back ends of passes");
        return group;
    }

    static IReadOnlyList<BackendAddress> Addresses(UpstreamGroup group) =>
        [.. group.Peers.Select(peer => peer.Address)];
}
