using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Ssh;

namespace ChatOps502.Runbooks.Tests.Executors.Ssh;

public sealed class SshFailureTests
{
    static readonly SshTarget Target = new(
        Address: "web-01",
        User: "ops",
        Port: 2222,
        IdentityFile: null,
        KnownHostsFile: null,
        ConfigFile: null,
        ConnectTimeout: TimeSpan.FromSeconds(5),
        ControlDirectory: "/tmp/c502-none"
    );

    static readonly GuardedOutcome Ended = new(
        ExitCode: null,
        Stdout: [],
        Stderr: "",
        Started: false,
        Truncated: false,
        Duration: TimeSpan.Zero,
        TimedOut: false,
        Cancelled: false
    );

    static ConnectionFailure? Of(GuardedOutcome outcome) =>
        SshFailure.Of(outcome, Command.Of(TimeSpan.FromSeconds(20), "true"), Target);

    [Fact]
    public void A_missing_ssh_says_what_to_install()
    {
        var failure = Of(GuardedOutcome.NotStarted("ssh", "No such file or directory"))!;
        Assert.Equal(ConnectionFailureKind.ClientMissing, failure.Kind);
        Assert.Contains("ssh cannot be started on the bot's machine: No such file", failure.Reason);
        Assert.Contains("install the OpenSSH client", failure.FixHint);
    }

    [Theory]
    [InlineData(
        "@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@",
        ConnectionFailureKind.HostKeyChanged
    )]
    [InlineData("Host key verification failed.", ConnectionFailureKind.HostKeyUnknown)]
    [InlineData("ops@web-01: Permission denied (publickey).", ConnectionFailureKind.LoginRefused)]
    [InlineData("config line 3: Bad configuration option: x", ConnectionFailureKind.BadConfiguration)]
    [InlineData("connect to host web-01 port 2222: No route to host", ConnectionFailureKind.Unreachable)]
    public void What_ssh_prints_before_the_login_is_told_apart(
        string stderr,
        ConnectionFailureKind kind
    ) => Assert.Equal(kind, Of(Ended with { Stderr = stderr })!.Kind);

    [Fact]
    public void A_command_that_began_and_was_lost_is_not_an_unreachable_host() =>
        Assert.Equal(ConnectionFailureKind.ConnectionLost, Of(Ended with { Started = true })!.Kind);

    [Fact]
    public void A_limit_before_the_login_and_one_after_it_read_differently()
    {
        Assert.Equal("no login within 20 s", Of(Ended with { TimedOut = true })!.Reason);
        Assert.Contains(
            "still running after 20 s",
            Of(Ended with { TimedOut = true, Started = true })!.Reason
        );
    }

    [Fact]
    public void An_exit_code_is_no_failure() => Assert.Null(Of(Ended with { ExitCode = 255 }));
}
