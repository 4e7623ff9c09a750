using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Tests.Remediation;

public sealed class IniEditTests
{
    [Theory]
    [InlineData(
        "[www]\npm.max_children = 5\npm = static\n",
        "[www]\npm.max_children = 20\npm = static\n"
    )]
    [InlineData(
        "[www]\n; explained\n;pm.max_children = 5\npm = static\n",
        "[www]\n; explained\n;pm.max_children = 5\npm.max_children = 20\npm = static\n"
    )]
    [InlineData("[www]\npm = static\n", "[www]\npm.max_children = 20\npm = static\n")]
    [InlineData(
        "[other]\npm.max_children = 1\n[www]\npm = static\n[last]\npm.max_children = 2\n",
        "[other]\npm.max_children = 1\n[www]\npm.max_children = 20\npm = static\n[last]\npm.max_children = 2\n"
    )]
    public void A_value_is_set_in_its_own_section_only(string before, string after) =>
        Assert.Equal(after, IniEdit.Apply(before, "www", ["pm.max_children = 20"]));

    [Fact]
    public void A_section_that_is_missing_is_not_made_up() =>
        Assert.Null(IniEdit.Apply("[global]\n", "www", ["pm.max_children = 20"]));
}
