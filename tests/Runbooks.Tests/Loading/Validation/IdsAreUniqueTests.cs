namespace ChatOps502.Runbooks.Tests.Loading.Validation;

public sealed class IdsAreUniqueTests
{
    [Theory]
    [InlineData("  - notify: x", "x.yaml:4: this step has no id")]
    [InlineData("  - { id: 1a, notify: x }", "id '1a' must begin with a letter")]
    [InlineData(
        "  - { id: a.b, notify: x }",
        "id 'a.b' must begin with a letter and hold letters, digits, - and _"
    )]
    [InlineData(
        "  - { id: a, notify: x }\n  - { id: a, notify: y }",
        "x.yaml:5: id 'a' is taken by the step in line 4"
    )]
    public void A_step_without_an_id_of_its_own_is_reported(string steps, string problem) =>
        Assert.Contains(problem, Problems.Of(steps));

    [Fact]
    public void A_nested_step_shares_the_names_of_the_others() =>
        Assert.Contains(
            "id 'a' is taken",
            Problems.Of("  - { id: a, notify: x }\n  - { id: b, parallel: [ { id: a, notify: y } ] }")
        );

    [Fact]
    public void Letters_digits_dashes_and_underscores_are_fine() =>
        Assert.Empty(Problems.Of("  - { id: Look-at_1, notify: x }"));
}
