using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class StepCatalogTests
{
    [Fact]
    public void Every_type_of_step_is_in_the_catalogue()
    {
        var types = typeof(StepType)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(StepType)) && !t.IsAbstract)
            .Select(t => ((StepType)Activator.CreateInstance(t)!).Name);
        Assert.Equal(types.Order(), StepCatalog.Names.Order());
    }

    [Fact]
    public void Every_type_of_step_has_a_test_class()
    {
        var tests = GetType().Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        var types = typeof(StepType)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(StepType)) && !t.IsAbstract);
        Assert.All(types, type => Assert.Contains(type.Name.Replace("Type", "StepTests"), tests));
    }
}
