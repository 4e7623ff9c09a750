using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Tests.Executors;

public sealed class GuardedProcessTests
{
    [Fact]
    public async Task A_carrier_that_does_not_read_is_ended_by_the_limit()
    {
        string[] carrier = ["sh", "-c", "exec sleep 300"],
            more = ["echo", new('x', 120_000), new('y', 120_000)];
        var command = new Command(more, TimeSpan.FromSeconds(1));
        var outcome = await GuardedProcess
            .RunAsync(carrier, guard => guard, command, TimeProvider.System, null, CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(outcome.TimedOut);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("busybox", "sh")]
    public async Task A_command_that_arrived_in_part_is_not_begun(params string[] shell)
    {
        var mark = Path.Combine(Path.GetTempPath(), "c502-" + Guid.NewGuid().ToString("N"));
        string[] cut = ["sh", "-c", "head -c 90 | \"$@\"", "cut", .. shell, "-c"];
        var command = new Command(["touch", mark, new('x', 200)], TimeSpan.FromSeconds(20));
        var outcome = await GuardedProcess.RunAsync(
            cut,
            guard => guard,
            command,
            TimeProvider.System,
            null,
            CancellationToken.None
        );
        Assert.False(outcome.Started);
        Assert.False(File.Exists(mark));
    }

    [Theory]
    [InlineData("N0 ended 3", 3)]
    [InlineData("N0 ended xyz", null)]
    [InlineData("N0 ended 99999999999999", null)]
    [InlineData("N0 ended ", null)]
    [InlineData("N0 began", null)]
    public void An_end_without_a_number_is_no_end(string stderr, int? rc) =>
        Assert.Equal(
            (true, rc),
            (GuardReport.Parse(stderr, "N0").Started, GuardReport.Parse(stderr, "N0").ExitCode)
        );

    [Fact]
    public async Task A_carrier_that_is_not_installed_is_a_value_and_not_an_exception()
    {
        var outcome = await GuardedProcess.RunAsync(
            ["c502-no-such-program"],
            guard => guard,
            Command.Of(TimeSpan.FromSeconds(5), "true"),
            TimeProvider.System,
            null,
            CancellationToken.None
        );
        Assert.Equal("c502-no-such-program", outcome.MissingProgram);
        Assert.False(outcome.Started);
    }
}
