using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Executors.Ssh;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>One booted host: real systemd, sshd, journald, nginx.</summary>
public sealed class LabHost(string name, string address) : IAsyncDisposable
{
    const string State = "/run/chatops502-lab";

    public string Name => name;

    public string Address => address;

    public static string IdentityFile => $"{State}/id";

    public string KnownHostsFile => $"{State}/{name}/known_hosts";

    public string RootDirectory => $"{State}/{name}/root";

    /// <summary>Runs a shell script on the host as root; a failure fails the test.</summary>
    public async Task<string> ShAsync(string script)
    {
        var (rc, stdout, stderr) = await Lab.RunAsync(
            [Lab.Script, "sh", name, "bash", "-euo", "pipefail", "-s"],
            TimeSpan.FromSeconds(60),
            FaultWords.Shell + script
        );
        Assert.True(rc == 0, $"script on {name} exited {rc}\n{stdout}\n{stderr}");
        return stdout;
    }

    public Host AsTarget(string user = "root", bool sudo = false) =>
        new(
            name,
            new SshExecutor(
                new(
                    address,
                    user,
                    null,
                    IdentityFile,
                    KnownHostsFile,
                    null,
                    TimeSpan.FromSeconds(5),
                    "/tmp/chatops502-lab"
                ),
                TimeProvider.System
            ),
            sudo,
            [],
            []
        );

    /// <summary>Makes this host known to a bot.</summary>
    public void Configure(JsonObject configuration)
    {
        var hosts = configuration["Hosts"] as JsonObject ?? [];
        hosts[name] = new JsonObject
        {
            ["Executor"] = "ssh",
            ["Address"] = address,
            ["User"] = "root",
            ["IdentityFile"] = IdentityFile,
            ["KnownHostsFile"] = KnownHostsFile,
        };
        configuration["Hosts"] = hosts;
    }

    /// <param name="others">Hosts that are configured beside this one.</param>
    public Task<CheckResult> CheckAsync(
        string user = "root",
        bool sudo = false,
        TimeSpan? since = null,
        params LabHost[] others
    ) =>
        new HostCheck(TimeProvider.System, new LabHosts(others)).RunAsync(
            AsTarget(user, sudo),
            since ?? TimeSpan.FromMinutes(15),
            TimeSpan.FromSeconds(20),
            CancellationToken.None
        );

    public async ValueTask DisposeAsync() =>
        await Lab.RunAsync([Lab.Script, "down", name], TimeSpan.FromSeconds(30));

    /// <summary>A shop whose back end was stopped: four good requests, then nine that fail.</summary>
    public const string StoppedShop = """
        node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
        get shop.example / 4; systemctl stop cart; get shop.example / 9

        """;
}
