using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Tests.Engine;
using ChatOps502.Runbooks.Tests.Loading.Validation;

namespace ChatOps502.Runbooks.Tests.Steps;

// How the engine walks them is in RunMachineTests.

public sealed class BranchStepTests
{
    [Fact]
    public void Both_ways_are_its_children_and_else_may_be_missing()
    {
        var steps = Runs.Of(
            "- { id: b, branch: { if: host == 'x', then: [ { id: c, notify: x } ] } }"
        ).Runbook.AllSteps;
        Assert.Equal(["b", "c"], steps.Select(step => step.Id));
        Assert.Empty(Assert.IsType<BranchStep>(steps.First()).Else);
    }

    [Theory]
    [InlineData("{ then: [ { id: c, notify: x } ] }", "if is missing")]
    [InlineData("{ if: host == 'x' }", "then must be a list with at least one step")]
    [InlineData("nothing", "branch must be a group of keys")]
    public void What_is_missing_is_reported(string settings, string problem) =>
        Assert.Contains(problem, Problems.Of($"  - {{ id: b, branch: {settings} }}"));
}

public sealed class ParallelStepTests
{
    [Fact]
    public void It_needs_a_list_of_steps() =>
        Assert.Contains(
            "parallel must be a list with at least one step",
            Problems.Of("  - { id: p, parallel: x }")
        );
}

public sealed class EachHostStepTests
{
    [Fact]
    public void One_host_at_a_time_is_asked_for()
    {
        var run = Runs.Of(
            "- { id: e, each-host: { one-by-one: true, steps: [ { id: c, notify: x } ] } }"
        );
        Assert.True(Assert.IsType<EachHostStep>(run.Runbook.Steps[0]).OneByOne);
    }

    [Fact]
    public void An_unknown_key_is_reported_with_the_known_ones() =>
        Assert.Contains(
            "each-host has no 'onebyone'; it knows one-by-one, steps",
            Problems.Of("  - { id: e, each-host: { onebyone: true, steps: [ { id: c, notify: x } ] } }")
        );
}
