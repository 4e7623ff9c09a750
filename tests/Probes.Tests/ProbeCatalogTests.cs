namespace ChatOps502.Probes.Tests;

public sealed class ProbeCatalogTests
{
    [Fact]
    public void Facts_that_a_probe_needs_are_found_by_probes_before_it()
    {
        var found = new HashSet<Type>();
        foreach (var probe in ProbeCatalog.All)
        {
            Assert.All(probe.Needs, needed => Assert.Contains(needed, found));
            found.Add(probe.Fact);
        }
    }

    [Fact]
    public void Each_fact_is_found_by_one_probe() =>
        Assert.Equal(
            ProbeCatalog.All.Count,
            ProbeCatalog.All.Select(probe => probe.Fact).Distinct().Count()
        );
}
