using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Checks;

public sealed class HostCheckTests
{
    sealed class NoHosts : IHosts
    {
        public IReadOnlyList<string> Names => [];

        public Host? Find(string name) => null;

        public Host? At(string address) => null;
    }

    static Task<CheckResult> CheckAsync(IExecutor executor) =>
        new HostCheck(TimeProvider.System, new NoHosts()).RunAsync(
            new Host("here", executor, false, [], []),
            TimeSpan.FromMinutes(15),
            TimeSpan.FromSeconds(20),
            CancellationToken.None
        );

    [Fact]
    public async Task Everything_is_asked_in_one_exec()
    {
        var host = new FakeHost();
        var result = await CheckAsync(host);
        Assert.Single(host.Ran);
        Assert.Null(result.Failure);
        Assert.NotEmpty(result.Verdict.Steps);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_unknown_and_says_how_to_fix_that()
    {
        var failure = new ConnectionFailure(
            ConnectionFailureKind.HostKeyUnknown,
            "key unknown",
            "log in once",
            false
        );
        var result = await CheckAsync(new FakeHost { Failure = failure });
        Assert.Equal(VerdictStatus.Unknown, result.Verdict.Status);
        Assert.Equal("could not read here: key unknown (fix: log in once)", result.Verdict.Summary);
        Assert.All(result.Verdict.Steps, step => Assert.Equal("key unknown", step.Error));
    }
}
