using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Runbooks.Checks;

/// <summary>A back end on another configured host.</summary>
/// <param name="Address">As nginx knows it: a name or an IP address.</param>
sealed record RemoteBackend(string Address, Host Host);

/// <summary>Finds the configured hosts where the failing back ends of a verdict are.</summary>
sealed class RemoteBackends(IHosts hosts)
{
    const int Most = 2;

    /// <param name="asked">The host that was asked already.</param>
    public IReadOnlyList<RemoteBackend> Of(Verdict verdict, FactSheet facts, Host asked)
    {
        var addresses = verdict
            .Subjects.Select(subject => BackendAddress.Parse(subject.Upstream))
            .OfType<BackendAddress>()
            .Where(backend => !backend.IsUnix && !backend.IsLoopback)
            .Select(backend => backend.Host)
            .Distinct();
        return
        [
            .. Configured(addresses, facts)
                .Where(backend => backend.Host != asked)
                .DistinctBy(b => b.Host)
                .Take(Most),
        ];
    }

    IEnumerable<RemoteBackend> Configured(IEnumerable<string> addresses, FactSheet facts)
    {
        foreach (var address in addresses)
        {
            if (HostAt(address, facts) is { } host)
                yield return new(address, host);
        }
    }

    /// <summary>A name counts as the host it resolves to.</summary>
    Host? HostAt(string address, FactSheet facts) =>
        hosts.At(address)
        ?? facts
            .Find<UpstreamNames>()
            ?.Of(address)
            ?.Addresses.Select(hosts.At)
            .FirstOrDefault(host => host is not null);
}
