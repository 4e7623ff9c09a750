namespace ChatOps502.Runbooks.Executors.Ssh;

/// <summary>Turns how ssh ended, and what it printed, into a reason a person can act on.</summary>
static class SshFailure
{
    static readonly string[] KeyChanged = ["REMOTE HOST IDENTIFICATION HAS CHANGED"];
    static readonly string[] KeyUnknown = ["host key is known for", "Host key verification failed"];

    static readonly string[] Refused =
    [
        "Permission denied",
        "Too many authentication failures",
        "no such identity",
    ];

    static readonly string[] BadSettings =
    [
        "Bad configuration option",
        "Bad owner or permissions",
        "Could not open user configuration",
    ];

    /// <summary>Null when the command ended by itself.</summary>
    public static ConnectionFailure? Of(GuardedOutcome outcome, Command command, SshTarget target) =>
        outcome switch
        {
            { ExitCode: not null } => null,
            { IsTaken: true } => ConnectionFailure.BegunBefore,
            { MissingProgram: { } program } => Missing(program, outcome.Stderr),
            { Cancelled: true } => ConnectionFailure.Cancelled(outcome.Started),
            { TimedOut: true, Started: true } => ConnectionFailure.StillRunning(command.Limit),
            { TimedOut: true } => NoLogin(command.Limit),
            { Started: true } => Lost(outcome.Stderr),
            _ => BeforeLogin(outcome.Stderr, target),
        };

    public static ConnectionFailure BadConfiguration(string reason, string fixHint) =>
        NotStarted(ConnectionFailureKind.BadConfiguration, reason, fixHint);

    static ConnectionFailure Missing(string program, string error) =>
        NotStarted(
            ConnectionFailureKind.ClientMissing,
            $"{program} cannot be started on the bot's machine: {error}",
            $"install the OpenSSH client and put {program} on the PATH"
        );

    static ConnectionFailure NoLogin(TimeSpan limit) =>
        NotStarted(
            ConnectionFailureKind.TimedOut,
            $"no login within {ConnectionFailure.Seconds(limit)}",
            fixHint: null
        );

    static ConnectionFailure Lost(string stderr) =>
        new(
            ConnectionFailureKind.ConnectionLost,
            "the connection was lost half-way: " + LastLine(stderr),
            null,
            Started: true
        );

    static ConnectionFailure BeforeLogin(string stderr, SshTarget target)
    {
        if (SaysAny(stderr, KeyChanged))
            return NotStarted(
                ConnectionFailureKind.HostKeyChanged,
                $"the host key of {NameOf(target)} is not the one in {KnownHostsOf(target)}: the host was rebuilt, or "
                    + "somebody is intercepting the connection",
                "compare the new key with the host's console, then: ssh-keygen -f "
                    + $"{KnownHostsOf(target)} -R '{NameOf(target)}' && {LoginOf(target)}"
            );
        if (SaysAny(stderr, KeyUnknown))
            return NotStarted(
                ConnectionFailureKind.HostKeyUnknown,
                $"{NameOf(target)} is not in {KnownHostsOf(target)}",
                $"log in once and compare the fingerprint: {LoginOf(target)}"
            );
        if (SaysAny(stderr, Refused))
            return NotStarted(
                ConnectionFailureKind.LoginRefused,
                $"{NameOf(target)} refused the login of {target.User ?? "this user"}",
                $"add the public key to ~{target.User}/.ssh/authorized_keys there; try: {LoginOf(target)} true"
            );
        if (SaysAny(stderr, BadSettings))
            return BadConfiguration(LastLine(stderr), "correct the ssh configuration it names");
        return NotStarted(
            ConnectionFailureKind.Unreachable,
            $"{NameOf(target)} cannot be reached: {LastLine(stderr)}",
            fixHint: null
        );
    }

    static ConnectionFailure NotStarted(ConnectionFailureKind kind, string reason, string? fixHint) =>
        new(kind, reason, fixHint, Started: false);

    static bool SaysAny(string stderr, string[] texts) =>
        texts.Any(text => stderr.Contains(text, StringComparison.OrdinalIgnoreCase));

    static string KnownHostsOf(SshTarget target) => target.KnownHostsFile ?? "~/.ssh/known_hosts";

    /// <summary>As known_hosts writes it.</summary>
    static string NameOf(SshTarget target) =>
        target.Port is { } port and not 22 ? $"[{target.Address}]:{port}" : target.Address;

    static string LoginOf(SshTarget target)
    {
        var port = target.Port is { } number ? $" -p {number}" : "";
        var user = target.User is { } name ? name + "@" : "";
        return $"ssh -o UserKnownHostsFile={KnownHostsOf(target)}{port} {user}{target.Address}";
    }

    static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Trim()
        ?? "ssh ended without a message";
}
