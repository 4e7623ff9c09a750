using ChatOps502.Probes.Databases;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class DependencyDownTests() : CauseTests("dependency-down")
{
    protected override Scene Typical => Shop.Errors(LogMessages.Closed).With(Postgres(errno: 111));

    static Dependencies Postgres(int errno, DatabaseAnswer? answer = null) =>
        new([new("postgresql", "127.0.0.1", 5432, "shop", errno)], answer is null ? [] : [answer]);

    [Fact]
    public void A_crash_yields_to_it() =>
        Assert.Contains(
            Typical.Judge().First!.Against,
            a => a == "not backend-crash: a dependency it needs does not answer"
        );

    [Fact]
    public void A_stopped_database_is_started() =>
        AssertProposes(Typical.Unit("postgresql", "inactive"), "systemctl start postgresql");

    [Fact]
    public void A_database_without_connections_is_named()
    {
        var full = new DatabaseAnswer("postgresql", null, 98, 100, null);
        var verdict = Shop.Errors(LogMessages.Closed).With(Postgres(errno: 0, full)).Judge();
        AssertFirst("dependency-down", verdict);
        Assert.Contains("98 of 100 connections are in use", verdict.First!.Explanation);
        AssertAdvises(
            Shop.Errors(LogMessages.Closed).With(Postgres(errno: 0, full)),
            "fix the dependency first"
        );
    }

    [Fact]
    public void What_accepts_connections_now_speaks_against_it()
    {
        var verdict = Shop.Errors(LogMessages.Closed)
            .Logs("shop", "Error: connect ECONNREFUSED 127.0.0.1:5432")
            .With(Postgres(errno: 0))
            .Judge();
        var dependency = verdict.Diagnoses.Single(d => d.Cause == "dependency-down");
        Assert.Contains("postgresql 127.0.0.1:5432 takes connections now", dependency.Against);
    }
}
