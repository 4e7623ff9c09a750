namespace ChatOps502.Runbooks.Tests.Loading.Validation;

public sealed class PathsReferToEarlierStepsTests
{
    [Theory]
    [InlineData("  - { id: a, notify: \"{{ later.x }}\" }\n  - { id: later, notify: x }")]
    [InlineData("  - { id: a, when: later.x, notify: x }\n  - { id: later, notify: x }")]
    [InlineData(
        "  - { id: a, branch: { if: later.x, then: [ { id: b, notify: x } ] } }\n  - { id: later, notify: x }"
    )]
    [InlineData("  - { id: a, command: { argv: [ echo, \"{{ later.x }}\" ], reads: true } }")]
    [InlineData("  - { id: a, diagnose: { from: later } }")]
    public void A_step_that_comes_later_is_not_known_yet(string steps) =>
        Assert.Contains("refers to no earlier step; known here: alert, change, host", Problems.Of(steps));

    [Fact]
    public void Earlier_steps_and_the_inputs_of_the_run_are_known() =>
        Assert.Empty(
            Problems.Of(
                "  - { id: a, notify: x }\n  - { id: b, when: a.x, notify: \"{{ host }} {{ incident.id }}\" }"
            )
        );
}
