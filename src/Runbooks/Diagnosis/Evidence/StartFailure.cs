using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>What systemd itself says keeps a service from starting: another start would fail the same way.</summary>
static class StartFailure
{
    /// <returns>In words; null when nothing of the kind is known.</returns>
    public static string? Describe(FailingUpstream upstream)
    {
        if (upstream.Unit is not { Manager: "systemd", IsRunning: false } unit)
            return null;
        return ByExitStatus(unit) ?? ByResult(unit) ?? ByJournal(upstream, unit);
    }

    static string? ByExitStatus(ServiceUnit unit)
    {
        if (unit.Result == "success")
            return null;
        return unit.ExitStatus switch
        {
            200 => $"systemd cannot change to WorkingDirectory= of {unit.Name} (200/CHDIR).",
            203 => $"systemd cannot execute ExecStart= of {unit.Name} (203/EXEC).",
            217 => $"User= of {unit.Name} does not exist (217/USER).",
            226 => $"A path that the sandbox of {unit.Name} needs does not exist (226/NAMESPACE).",
            _ => null,
        };
    }

    static string? ByResult(ServiceUnit unit) =>
        unit.Result == "resources"
            ? $"systemd could not prepare {unit.Name}: a file it needs (EnvironmentFile=?) is missing."
            : null;

    static string? ByJournal(FailingUpstream upstream, ServiceUnit unit)
    {
        var last = upstream.Journal.LastOrDefault(entry => entry.Source == "systemd");
        return last?.Message.Contains("result 'dependency'") == true
            ? $"A unit that {unit.Name} requires has failed: systemctl list-dependencies --failed {unit.Name}."
            : null;
    }
}
