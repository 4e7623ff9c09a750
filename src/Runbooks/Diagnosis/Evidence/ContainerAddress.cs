using System.Net;
using System.Net.Sockets;
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

    /// <summary>
    /// 172.16.0.0/12, from which container engines take their networks; in pasted lines also a pod's.
    /// </summary>
    public static bool IsBridge(FailingUpstream upstream)
    {
        if (
            upstream.Backend is not { IsUnix: false } address
            || !IPAddress.TryParse(address.Host, out var ip)
        )
            return false;
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            return !upstream.Context.IsLive && ip.IsIPv6UniqueLocal;
        var parts = ip.GetAddressBytes();
        if (IsEngines(parts))
            return !IsInClientsNetwork(upstream, address.Host);
        return !upstream.Context.IsLive && IsPods(parts);
    }

    static bool IsEngines(byte[] parts) => parts[0] == 172 && parts[1] is >= 16 and < 32;

    /// <summary>What flannel, k3s and the clouds give to pods unless somebody chose otherwise.</summary>
    static bool IsPods(byte[] parts) =>
        parts[0] == 10 && parts[1] is 42 or 244 || parts[0] == 100 && parts[1] is >= 64 and < 128;

    /// <summary>Pasted lines only: clients of the same network are machines of a LAN, the gateway excepted.</summary>
    static bool IsInClientsNetwork(FailingUpstream upstream, string host)
    {
        if (upstream.Context.IsLive)
            return false;
        var network = host[..(host.LastIndexOf('.') + 1)];
        return upstream.Lines.Any(line => line.Client is { } client && IsIn(client, network));
    }

    static bool IsIn(string client, string network) =>
        client.StartsWith(network) && !client.EndsWith(".1");

    static bool NamesContainer(FailingUpstream upstream) =>
        upstream.Context.Facts.Find<Containers>()?.All.Any(c => c.Name == upstream.ConfiguredName)
        == true;
}
