using ChatOps502.Probes.Containers;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Whether an upstream's address is a container's.</summary>
static class ContainerAddress
{
    /// <summary>
    /// The address is one that container engines give out, or a container of this host has that name.
    /// </summary>
    public static bool IsContainer(FailingUpstream upstream) =>
        IsBridge(upstream) || NamesContainer(upstream);

    /// <summary>172.16.0.0/12, from which container engines take their networks.</summary>
    public static bool IsBridge(FailingUpstream upstream) =>
        upstream.Backend is { IsUnix: false } address
        && address.Host.Split('.') is ["172", var second, _, _]
        && int.TryParse(second, out var network)
        && network is >= 16 and < 32;

    static bool NamesContainer(FailingUpstream upstream) =>
        upstream.Context.Facts.Find<Containers>()?.All.Any(c => c.Name == upstream.ConfiguredName) == true;
}
