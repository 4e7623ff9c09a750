using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Tests.Model;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("1.5h", 5400)]
    [InlineData("1d", 86_400)]
    [InlineData("0s", 0)]
    public void Times_as_people_write_them(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("15")]
    [InlineData("15x")]
    [InlineData("soon")]
    public void Anything_else_is_none(string text) => Assert.Null(Duration.Parse(text));
}
