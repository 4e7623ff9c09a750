using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Report;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Report;

public sealed class OnsetTests
{
    [Theory]
    [InlineData("0/20 0/20 18/20 20/20", "all at once from 03:02 UTC: none before, 95 % since")]
    [InlineData("0/20 1/20 2/20 6/20 14/20 18/20", "growing from 03:01 UTC: none before, 41 % since")]
    [InlineData("0/20 5/10 0/20 0/20 5/10 0/20 0/20 4/10", "in 3 bursts since 03:01 UTC, 12.7 % since")]
    [InlineData(
        "20/20 0/20 0/20 0/20 0/20 0/20 18/20 20/20",
        "all at once from 03:06 UTC: 16.7 % before, 95 % since"
    )]
    [InlineData(
        "1/20 0/20 0/20 0/20 0/20 0/20 18/20 20/20",
        "all at once from 03:06 UTC: 0.8 % before, 95 % since"
    )]
    [InlineData("9/10 10/10", "failing since the first requests of the window (03:00 UTC), 95 % since")]
    public void The_shape_of_an_outage_is_named(string minutes, string expected)
    {
        var all = minutes
            .Split(' ')
            .Select(
                (m, i) =>
                    new Minute(
                        new(2026, 11, 22, 3, i, 0, TimeSpan.Zero),
                        int.Parse(m.Split('/')[1], null),
                        int.Parse(m.Split('/')[0], null)
                    )
            )
            .ToList();
        Assert.Equal(expected, Onset.Shape(all));
    }
}
