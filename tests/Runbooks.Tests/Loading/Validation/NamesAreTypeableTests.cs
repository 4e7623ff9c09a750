namespace ChatOps502.Runbooks.Tests.Loading.Validation;

public sealed class NamesAreTypeableTests
{
    [Theory]
    [InlineData("two words")]
    [InlineData("-dash")]
    [InlineData("slash/ed")]
    public void A_name_nobody_can_type_is_reported(string name) =>
        Assert.Contains(
            $"x.yaml:1: name '{name}' must be one word",
            Problems.Of("  - { id: a, notify: x }", name)
        );

    [Theory]
    [InlineData("nginx-502")]
    [InlineData("Restart_php8.2")]
    public void One_word_is_fine(string name) =>
        Assert.Empty(Problems.Of("  - { id: a, notify: x }", name));
}
