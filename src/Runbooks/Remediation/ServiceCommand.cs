namespace ChatOps502.Runbooks.Remediation;

/// <summary>How each service manager is told to start, restart or resume a service.</summary>
static class ServiceCommand
{
    /// <returns>Empty when this manager cannot do it, or when the name is none a service manager would have: such a
    /// name is never passed on.</returns>
    public static IReadOnlyList<string> Of(string manager, string verb, string service)
    {
        if (!IsName(service))
            return [];
        return (manager, verb) switch
        {
            ("systemd", "resume") => ["systemctl", "kill", "--signal=CONT", service],
            ("systemd", _) => ["systemctl", verb, service],
            (_, "resume") => [],
            ("docker" or "podman", "start" or "restart") => [manager, verb, service],
            ("docker" or "podman", _) => [],
            ("openrc", _) => ["rc-service", service, verb],
            ("supervisor", _) => ["supervisorctl", verb, service],
            _ => ["service", service, verb],
        };
    }

    /// <summary>systemd's own alphabet for unit names; a leading dash would be an option.</summary>
    static bool IsName(string name) =>
        name.Length is > 0 and < 200
        && name[0] != '-'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or ':' or '\\' or '-');
}
