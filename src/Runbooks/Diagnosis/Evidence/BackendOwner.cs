using ChatOps502.Probes;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>The service that should answer at a back end's address.</summary>
/// <param name="Because">How it was found: the reader must be able to judge it.</param>
/// <param name="Sure">False when it was found by elimination only.</param>
public sealed record BackendOwner(string Service, ServiceUnit? Unit, string Because, bool Sure)
{
    /// <summary>
    /// Tries the surest way first: who is configured for it, whose container or pool it is, who names the address, who
    /// listens, who is left.
    /// </summary>
    /// <param name="facts">Of the machine where the back end should run.</param>
    /// <param name="probed">True when it surely is that machine.</param>
    public static BackendOwner? Find(
        FactSheet facts,
        BackendAddress address,
        string? protocol,
        bool probed
    )
    {
        if (ByDeclaration(facts, address) is { } declared)
            return declared;
        if (!probed)
            return null;
        if (ByContainer(facts, address) is { } container)
            return container;
        if (facts.Find<ServiceUnits>() is not { } units)
            return null;
        var named = ByPool(facts, units, address) ?? OwnerByText.Find(facts, units, address);
        // a stranger on the port of a service that could not start is not its owner
        if (named is { Unit.IsRunning: false })
            return named;
        return ByListener(facts, units, address)
            ?? named
            ?? OwnerByElimination.Find(facts, units, address, protocol);
    }

    static BackendOwner? ByDeclaration(FactSheet facts, BackendAddress address)
    {
        var declared = facts.Find<CustomServices>()?.All ?? [];
        var match = declared.FirstOrDefault(own => BackendAddress.Parse(own.Service.Listens) == address);
        return match.Unit is { } unit
            ? new(
                unit.Name,
                unit,
                $"the configuration says that {unit.Name} listens on {address}",
                Sure: true
            )
            : null;
    }

    static BackendOwner? ByContainer(FactSheet facts, BackendAddress address)
    {
        if (facts.Find<Containers>()?.Of(address) is not { } container)
            return null;
        var isItsAddress = container.Addresses.Contains(address.Host) || container.Name == address.Host;
        var how = isItsAddress ? $"has the address {address.Host}" : $"publishes port {address.Port}";
        return new(container.Name, container.AsService, $"container {container.Name} {how}", Sure: true);
    }

    static BackendOwner? ByPool(FactSheet facts, ServiceUnits units, BackendAddress address)
    {
        if (facts.Find<PhpFpm>()?.Pools.FirstOrDefault(pool => pool.Listen == address) is not { } pool)
            return null;
        var because = $"pool {pool.Name} listens on {address} ({pool.File})";
        return new(pool.Service, units.Find(pool.Service), because, Sure: true);
    }

    static BackendOwner? ByListener(FactSheet facts, ServiceUnits units, BackendAddress address)
    {
        if (facts.Find<Listeners>()?.Of(address) is not { Pid: { } listening } listener)
            return null;
        var processes = facts.Find<Processes>()?.All ?? [];
        var pid = listening;
        // a host may report parents in a circle
        for (var steps = 0; pid > 1 && steps < ReadingLimits.Depth; steps++)
        {
            if (units.All.FirstOrDefault(unit => unit.MainPid == pid) is { } unit)
                return new(
                    unit.Name,
                    unit,
                    $"{listener.Process} (pid {pid}) listens on {address}",
                    Sure: true
                );
            pid = processes.FirstOrDefault(process => process.Pid == pid)?.Parent ?? 0;
        }
        return null;
    }
}
