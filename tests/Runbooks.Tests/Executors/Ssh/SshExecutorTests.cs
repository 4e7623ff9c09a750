using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Ssh;
using ChatOps502.TestKit;

namespace ChatOps502.Runbooks.Tests.Executors.Ssh;

public sealed class SshExecutorTests(LocalSshd sshd) : ExecutorContract, IClassFixture<LocalSshd>
{
    protected override IExecutor Executor() => Executor(_ => _);

    SshExecutor Executor(Func<SshTarget, SshTarget> change)
    {
        Assert.SkipWhen(sshd.Missing is not null, sshd.Missing ?? "");
        return new(change(sshd.Target()), TimeProvider.System);
    }

    static Task<ExecResult> TryAsync(SshExecutor executor) =>
        executor.RunAsync(Command.Of(TimeSpan.FromSeconds(20), "true"), null, CancellationToken.None);

    [Fact]
    public async Task An_unknown_host_key_is_refused_with_the_way_out()
    {
        var failure = (
            await TryAsync(
                Executor(_ =>
                    sshd.Target(knownHosts: "no_hosts") with
                    {
                        ControlDirectory = sshd.KnownHosts + ".a",
                    }
                )
            )
        ).Failure!;
        Assert.Equal(ConnectionFailureKind.HostKeyUnknown, failure.Kind);
        Assert.Contains("compare the fingerprint: ssh -o UserKnownHostsFile=", failure.FixHint);
        Assert.False(failure.Started);
    }

    [Fact]
    public async Task A_changed_host_key_is_refused_with_the_way_out()
    {
        var failure = (
            await TryAsync(
                Executor(_ =>
                    sshd.Target(knownHosts: "changed_hosts") with
                    {
                        ControlDirectory = sshd.KnownHosts + ".b",
                    }
                )
            )
        ).Failure!;
        Assert.Equal(ConnectionFailureKind.HostKeyChanged, failure.Kind);
        Assert.Contains("ssh-keygen -f", failure.FixHint);
    }

    [Fact]
    public async Task A_refused_login_says_whose()
    {
        var failure = (
            await TryAsync(
                Executor(_ =>
                    sshd.Target(identity: "other") with
                    {
                        ControlDirectory = sshd.KnownHosts + ".c",
                    }
                )
            )
        ).Failure!;
        Assert.Equal(ConnectionFailureKind.LoginRefused, failure.Kind);
        Assert.Contains(Environment.UserName, failure.Reason);
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        var failure = (await TryAsync(Executor(t => t with { Port = 1 }))).Failure!;
        Assert.Equal(ConnectionFailureKind.Unreachable, failure.Kind);
        Assert.Contains("refused", failure.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("-oProxyCommand=touch /tmp/c502-pwned")]
    [InlineData("host; touch /tmp/c502-pwned")]
    [InlineData("$(touch /tmp/c502-pwned)")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public async Task A_hostile_address_never_reaches_ssh(string address)
    {
        var result = await TryAsync(Executor(t => t with { Address = address }));
        Assert.Equal(ConnectionFailureKind.BadConfiguration, result.Failure?.Kind);
        Assert.False(File.Exists("/tmp/c502-pwned"));
    }

    [Fact]
    public async Task A_connection_that_is_cut_half_way_is_lost_and_its_outcome_unknown()
    {
        var executor = Executor(t => t with { ControlDirectory = sshd.KnownHosts + ".d" });
        var started = new TaskCompletionSource();
        var running = executor.RunAsync(
            Command.Of(TimeSpan.FromSeconds(20), "sh", "-c", "echo begun; sleep 30"),
            _ => started.TrySetResult(),
            CancellationToken.None
        );
        await started.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await sshd.CutAsync();
        var result = await running;
        Assert.Equal(ConnectionFailureKind.ConnectionLost, result.Failure?.Kind);
        Assert.True(result.Failure?.Started);
        Assert.Equal("begun\n"u8.ToArray(), result.Stdout);
    }

    [Fact]
    public async Task A_hop_named_in_the_ssh_configuration_is_used()
    {
        Assert.SkipWhen(sshd.Missing is not null, sshd.Missing ?? "");
        var config = sshd.KnownHosts + ".ssh_config";
        var common =
            $"HostName 127.0.0.1\n  Port {sshd.Port}\n  User {Environment.UserName}\n  IdentityFile "
            + $"{sshd.Identity}\n  UserKnownHostsFile {sshd.KnownHosts}\n";
        File.WriteAllText(
            config,
            $"Host jump\n  {common}Host behind\n  ProxyJump jump\n  HostKeyAlias [127.0.0.1]:{sshd.Port}\n  {common}"
        );
        var executor = new SshExecutor(
            new(
                "behind",
                null,
                null,
                null,
                null,
                config,
                TimeSpan.FromSeconds(5),
                sshd.KnownHosts + ".e"
            ),
            TimeProvider.System
        );
        var result = await executor.RunAsync(
            Command.Of(TimeSpan.FromSeconds(20), "echo", "through"),
            null,
            CancellationToken.None
        );
        Assert.Equal("through\n"u8.ToArray(), result.Stdout);
    }
}
