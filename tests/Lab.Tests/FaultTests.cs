using ChatOps502.Bot.Verdicts;
using ChatOps502.Lab.Tests.Faults;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Lab.Tests;

[Collection(nameof(Lab))]
public sealed class FaultTests(Hosts.Lab lab, ITestOutputHelper output)
{
    /// <summary>Only these faults, as a part of their names; empty for all.</summary>
    static readonly string Wanted = Environment.GetEnvironmentVariable("CHATOPS502_FAULTS") ?? "";

    public static IEnumerable<TheoryDataRow<string>> Names =>
        FaultCatalog
            .All.Where(f => f.Name.Contains(Wanted))
            .Select(f => new TheoryDataRow<string>(f.Name) { TestDisplayName = f.Name });

    [Theory, MemberData(nameof(Names))]
    public async Task The_first_diagnosis_is_right(string name)
    {
        var fault = FaultCatalog.Find(name);
        await using var host = await lab.BootAsync("fault");
        await host.ShAsync(fault.Script);

        var result = await host.CheckAsync();
        var verdict = result.Verdict;

        output.WriteLine(VerdictText.Of(verdict, OutputFormat.Text));
        lab.Scores.Add(fault, verdict);
        Assert.Null(result.Failure);
        Assert.Equal(fault.Cause, verdict.First?.Cause);
        Assert.Equal(
            fault.Status ?? (fault.Cause is null ? "healthy" : "unhealthy"),
            verdict.Status.Text()
        );
        if (fault.Service is not null)
            Assert.Equal(fault.Service, verdict.First?.Subject.Service);
        Assert.All(verdict.Steps, s => Assert.True(s.Ok, $"{s.Probe}: {s.Error}"));
    }
}
