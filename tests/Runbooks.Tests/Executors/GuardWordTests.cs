using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Tests.Executors;

public sealed class GuardWordTests
{
    [Theory]
    [InlineData("N0 ended 3", 3)]
    [InlineData("N0 ended xyz", null)]
    [InlineData("N0 ended 99999999999999", null)]
    [InlineData("N0 ended ", null)]
    [InlineData("N0 began", null)]
    public void An_end_without_a_number_is_no_end(string stderr, int? rc) => Assert.Equal((true, rc), (GuardedProcess.Judge(stderr, "N0").Started, GuardedProcess.Judge(stderr, "N0").Rc));
}
