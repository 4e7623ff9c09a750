namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What systemd itself says keeps a service from starting: another start would meet it again.</summary>
static class UnitTrouble
{
    /// <returns>In words; null when nothing of the kind is known.</returns>
    public static string? Of(Situation s, Failing f)
    {
        if (f.Unit is not { Manager: "systemd", IsRunning: false } unit)
            return null;
        if (unit.Result != "success")
            switch (unit.ExitStatus)
            {
                case 200:
                    return $"The directory that WorkingDirectory= of {unit.Name} names cannot be entered (200/CHDIR).";
                case 203:
                    return $"The program that ExecStart= of {unit.Name} names cannot be run (203/EXEC).";
                case 217:
                    return $"The user that User= of {unit.Name} names does not exist (217/USER).";
                case 226:
                    return $"A path that the sandbox of {unit.Name} needs does not exist (226/NAMESPACE).";
            }
        if (unit.Result == "resources")
            return $"systemd could not prepare {unit.Name}: a file it needs (EnvironmentFile=?) is missing.";
        return
            s.JournalOf(f).LastOrDefault(e => e.Source == "systemd") is { } last
            && last.Message.Contains("result 'dependency'")
            ? $"A unit that {unit.Name} requires has failed: systemctl list-dependencies --failed {unit.Name}."
            : null;
    }
}
