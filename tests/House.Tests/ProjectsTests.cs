using System.Reflection;
using ChatOps502.Probes;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.House.Tests;

/// <summary>Bot -> Runbooks -> Probes, never back.</summary>
public sealed class ProjectsTests
{
    static readonly Assembly Probes = typeof(ProbeCatalog).Assembly;
    static readonly Assembly Runbooks = typeof(Runbook).Assembly;
    static readonly Assembly Bot = typeof(Bot.Configuration.Settings).Assembly;

    [Fact]
    public void Probes_know_no_other_project() => Assert.Empty(Ours(Probes));

    [Fact]
    public void Runbooks_know_probes_only() => Assert.Equal([Probes.GetName().Name], Ours(Runbooks));

    [Fact]
    public void The_bot_knows_runbooks_and_probes() =>
        Assert.Equal([Probes.GetName().Name, Runbooks.GetName().Name], Ours(Bot));

    static IEnumerable<string?> Ours(Assembly assembly)
    {
        string?[] projects = [Probes.GetName().Name, Runbooks.GetName().Name, Bot.GetName().Name];
        return assembly.GetReferencedAssemblies().Select(name => name.Name).Intersect(projects).Order();
    }
}
