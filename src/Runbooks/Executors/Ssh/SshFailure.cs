namespace ChatOps502.Runbooks.Executors.Ssh;

/// <summary>Turns what ssh printed before the login into a reason a person can act on.</summary>
static class SshFailure
{
    public static Unreached Of(string stderr, SshTarget target)
    {
        var known = target.KnownHostsFile ?? "~/.ssh/known_hosts";
        var name = target.Port is { } p and not 22 ? $"[{target.Address}]:{p}" : target.Address;
        var login =
            $"ssh -o UserKnownHostsFile={known}{(target.Port is { } port ? $" -p {port}" : "")} "
            + $"{(target.User is { } u ? u + "@" : "")}{target.Address}";
        return stderr switch
        {
            _ when Says("REMOTE HOST IDENTIFICATION HAS CHANGED") => new(
                UnreachedKind.HostKeyChanged,
                $"the host key of {name} is not the one in {known}: the host was rebuilt, or somebody stands in "
                    + "between",
                $"compare the new key with the host's console, then: ssh-keygen -f {known} -R '{name}' && {login}",
                false
            ),
            _ when Says("host key is known for") || Says("Host key verification failed") => new(
                UnreachedKind.HostKeyUnknown,
                $"{name} is not in {known}",
                $"log in once and compare the fingerprint: {login}",
                false
            ),
            _ when Says("Permission denied") || Says("Too many authentication failures") || Says("no such identity") =>
                new(
                    UnreachedKind.LoginRefused,
                    $"{name} refused the login of {target.User ?? "this user"}",
                    $"put the public key into ~{target.User}/.ssh/authorized_keys there; try: {login} true",
                    false
                ),
            _ when Says("Bad configuration option")
                    || Says("Bad owner or permissions")
                    || Says("Could not open user configuration") => new(
                UnreachedKind.BadConfiguration,
                LastLine(stderr),
                "mend the ssh configuration it names",
                false
            ),
            _ => new(UnreachedKind.Unreachable, $"{name} cannot be reached: {LastLine(stderr)}", null, false),
        };

        bool Says(string text) => stderr.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Trim() ?? "ssh ended without a word";
}
