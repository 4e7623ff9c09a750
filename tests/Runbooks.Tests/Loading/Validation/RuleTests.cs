using ChatOps502.Runbooks.Loading.Validation;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Tests.Loading.Validation;

/// <summary>Reads a runbook with these steps; says what is wrong with it.</summary>
static class Problems
{
    public static string Of(string steps, string name = "test")
    {
        var yaml = $"name: {name}\ntitle: Test\nsteps:\n{steps}";
        return string.Join('\n', StepCatalog.Reader.Read(yaml, "x.yaml").Problems);
    }
}

public sealed class RuleTests
{
    [Fact]
    public void Every_rule_is_in_the_list_and_has_a_test_class()
    {
        var rules = typeof(IRunbookRule)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IRunbookRule)) && type.IsClass)
            .Select(type => type.Name)
            .ToList();
        Assert.Equal(rules.Order(), RunbookRules.All.Select(rule => rule.GetType().Name).Order());
        var tests = GetType().Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        Assert.All(rules, rule => Assert.Contains(rule + "Tests", tests));
    }
}
