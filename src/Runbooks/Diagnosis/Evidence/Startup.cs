using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>A service that was started moments ago and does not listen yet: a restart would begin anew.</summary>
static class Startup
{
    /// <summary>Large Java and Ruby applications need this long.</summary>
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(90);

    /// <returns>
    /// Null for a service that listens somewhere, is restarted in a loop, tells of trouble, or has had its time.
    /// </returns>
    public static string? Describe(FailingUpstream upstream)
    {
        if (upstream is not { NobodyListens: true, Owner.Sure: true, Unit: { Restarts: 0 } unit })
            return null;
        if (!IsComingUp(unit) || ServingProcesses.OwnListeners(upstream).Count > 0)
            return null;
        if (ServiceLogExcerpt.NewestSince(upstream, unit.StartedAt) is not null)
            return null;
        var age = upstream.Context.Now - unit.StartedAt;
        return age >= TimeSpan.Zero && age < Usual
            ? $"{unit.Name} was started {age.Value.TotalSeconds:0} s ago and does not listen yet"
            : null;
    }

    static bool IsComingUp(ServiceUnit unit) =>
        unit is { MainPid: not null, Active: "active" or "activating" } && unit.Sub != "auto-restart";
}
