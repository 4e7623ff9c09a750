using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Executors.Ssh;

/// <summary>Where and how to log in. What is null is left to ~/.ssh/config.</summary>
/// <param name="ControlDirectory">Holds the sockets of shared connections; private to this user.</param>
public sealed partial record SshTarget(
    string Address,
    string? User,
    int? Port,
    string? IdentityFile,
    string? KnownHostsFile,
    string? ConfigFile,
    TimeSpan ConnectTimeout,
    string ControlDirectory
)
{
    /// <summary>
    /// The arguments before the remote command. Null when the address is not one that ssh should ever see.
    /// </summary>
    public IReadOnlyList<string>? Arguments()
    {
        if (!Name().IsMatch(Address) || User is not null && !Name().IsMatch(User))
            return null;
        List<string> arguments =
        [
            "ssh",
            "-T",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "ForwardAgent=no",
            "-o",
            "ForwardX11=no",
            "-o",
            "LogLevel=ERROR",
            "-o",
            $"ConnectTimeout={Math.Max(1, (int)ConnectTimeout.TotalSeconds)}",
            "-o",
            "ServerAliveInterval=3",
            "-o",
            "ServerAliveCountMax=2",
            "-o",
            "ControlMaster=auto",
            "-o",
            "ControlPersist=60",
            "-o",
            $"ControlPath={ControlDirectory}/%C",
        ];
        if (ConfigFile is not null)
            arguments.AddRange(["-F", ConfigFile]);
        if (IdentityFile is not null)
            arguments.AddRange(["-i", IdentityFile, "-o", "IdentitiesOnly=yes"]);
        if (KnownHostsFile is not null)
            arguments.AddRange([
                "-o",
                $"UserKnownHostsFile=\"{KnownHostsFile}\"",
                "-o",
                "GlobalKnownHostsFile=/dev/null",
            ]);
        if (User is not null)
            arguments.AddRange(["-l", User]);
        if (Port is { } port)
            arguments.AddRange(["-p", port.ToString()]);
        return [.. arguments, "--", Address];
    }

    // host names, addresses, [::1]-like ones, users; nothing that begins with a dash
    [GeneratedRegex(@"\A[A-Za-z0-9_\[:][A-Za-z0-9._:%\[\]@-]*\z")]
    private static partial Regex Name();
}
