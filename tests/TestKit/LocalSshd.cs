using System.Diagnostics;
using System.Net.Sockets;
using ChatOps502.Runbooks.Executors.Ssh;
using Xunit;

namespace ChatOps502.TestKit;

/// <summary>A real sshd of our own on loopback, with its own keys, for this user.</summary>
public sealed class LocalSshd : IAsyncLifetime
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-sshd-").FullName;
    Process? _sshd;

    /// <summary>Why there is none here; null when it runs.</summary>
    public string? Missing { get; private set; }

    public int Port { get; private set; }

    public string Identity => Path.Combine(_directory, "id");

    public string KnownHosts => Path.Combine(_directory, "known_hosts");

    public async ValueTask InitializeAsync()
    {
        var binary = new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd" }.FirstOrDefault(File.Exists);
        if (binary is null)
            Missing = "sshd is not installed";
        else if (!File.Exists("/usr/bin/ssh"))
            Missing = "ssh is not installed";
        if (binary is null || Missing is not null)
            return;
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd"); // sshd insists on it
        Port = Ports.Free();
        foreach (var key in new[] { "id", "host", "other" })
            await RunAsync(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                Path.Combine(_directory, key)
            );
        File.Copy(Identity + ".pub", Path.Combine(_directory, "authorized_keys"));
        File.WriteAllText(
            KnownHosts,
            $"[127.0.0.1]:{Port} {File.ReadAllText(Path.Combine(_directory, "host.pub"))}"
        );
        File.WriteAllText(
            Path.Combine(_directory, "changed_hosts"),
            $"[127.0.0.1]:{Port} {File.ReadAllText(Path.Combine(_directory, "other.pub"))}"
        );
        File.WriteAllText(Path.Combine(_directory, "no_hosts"), "");
        // a home of its own: what the user's .bashrc does at each login is no part of any test
        File.WriteAllText(
            Path.Combine(_directory, "config"),
            $"""
            ListenAddress 127.0.0.1:{Port}
            HostKey {_directory}/host
            AuthorizedKeysFile {_directory}/authorized_keys
            PidFile none
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            UsePAM no
            MaxStartups 100
            MaxSessions 100
            SetEnv HOME={_directory}
            """
        );
        _sshd = Process.Start(
            new ProcessStartInfo(binary!, ["-D", "-e", "-f", Path.Combine(_directory, "config")])
            {
                RedirectStandardError = true,
            }
        )!;
        _sshd.ErrorDataReceived += (_, _) => { };
        _sshd.BeginErrorReadLine();
        await Eventually.TrueAsync(CanConnect, "sshd listens");
    }

    public SshTarget Target(
        string? identity = null,
        string? knownHosts = null,
        int? port = null,
        string? user = null
    ) =>
        new(
            "127.0.0.1",
            user ?? Environment.UserName,
            port ?? Port,
            Path.Combine(_directory, identity ?? "id"),
            Path.Combine(_directory, knownHosts ?? "known_hosts"),
            "/dev/null",
            TimeSpan.FromSeconds(5),
            Path.Combine(_directory, "ctl")
        );

    /// <summary>Cuts every connection at once, as a pulled cable would.</summary>
    public async Task CutAsync()
    {
        foreach (var child in Children(_sshd!.Id))
            await RunAsync("kill", "-KILL", child);
    }

    static IEnumerable<string> Children(int pid) =>
        File.ReadAllText($"/proc/{pid}/task/{pid}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        if (_sshd is { HasExited: false })
        {
            await CutAsync();
            _sshd.Kill();
        }
        Directory.Delete(_directory, recursive: true);
    }

    static async Task RunAsync(params string[] argv)
    {
        using var process = Process.Start(
            new ProcessStartInfo(argv[0], argv[1..]) { RedirectStandardError = true }
        )!;
        await process.WaitForExitAsync();
    }

    bool CanConnect()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
