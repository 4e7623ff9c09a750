using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Finds the one service that is left: of the right kind, in use, and listening nowhere else.</summary>
static class OwnerByElimination
{
    public static BackendOwner? Find(
        FactSheet facts,
        ServiceUnits units,
        BackendAddress address,
        string? protocol
    )
    {
        var isPhp = protocol == "fastcgi" || address.SocketPath?.Contains("php") == true;
        var left = CandidateServices
            .Of(units)
            .Where(unit =>
                unit.Name.Contains("php") == isPhp && IsInUse(unit, facts) && !Listens(unit, facts)
            )
            .ToList();
        if (left.Count > 1)
            left = [.. left.Where(unit => unit.IsStopped || unit.Active == "activating")];
        return left is [var only]
            ? new(only.Name, only, "no other service is left that could answer there", Sure: false)
            : null;
    }

    /// <summary>What was installed and never used is no candidate.</summary>
    static bool IsInUse(ServiceUnit unit, FactSheet facts) =>
        unit.IsLocal
        || unit.IsEnabled
        || unit.StartedAt is not null
        || facts.Find<Journal>()?.Of(unit.Name).Any() == true;

    static bool Listens(ServiceUnit unit, FactSheet facts)
    {
        if (unit.MainPid is not { } main)
            return false;
        var listening = facts.Find<Listeners>()?.All.Select(listener => listener.Pid).ToHashSet() ?? [];
        var processes = facts.Find<Processes>()?.All ?? [];
        return listening.Contains(main)
            || processes.Any(process => process.Parent == main && listening.Contains(process.Pid));
    }
}
