using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Tests.Model;

public sealed class ExpressionTests
{
    static readonly JsonObject Facts = JsonNode
        .Parse(
            """{"verdict":{"status":"unhealthy","confidence":0.99,"diagnoses":[{"cause":"backend-down"}]},"fix":{"applied":true}}"""
        )!
        .AsObject();

    static JsonNode? Resolve(string path)
    {
        JsonNode? at = Facts;
        foreach (var word in path.Split('.'))
            at = at switch
            {
                JsonObject o => o[word],
                JsonArray a => a[int.Parse(word)],
                _ => null,
            };
        return at;
    }

    [Theory]
    [InlineData("verdict.status != 'healthy'", true)]
    [InlineData("verdict.status == 'healthy'", false)]
    [InlineData("verdict.status != 'healthy' and verdict.confidence > 0", true)]
    [InlineData("verdict.confidence >= 0.99 and not (verdict.confidence > 0.99)", true)]
    [InlineData("verdict.diagnoses.0.cause == 'backend-down' or false", true)]
    [InlineData("fix.applied", true)]
    [InlineData("fix.applied or nothing.here", true)]
    [InlineData("nothing.here", false)]
    [InlineData("nothing.here == null", true)]
    [InlineData("verdict.status > 3", false)]
    public void Holds_or_not(string text, bool expected) =>
        Assert.Equal(expected, Expression.Parse(text).Holds(Resolve));

    [Theory]
    [InlineData("", "expected a value at the end")]
    [InlineData("a ==", "expected a value at the end")]
    [InlineData("(a", "expected )")]
    [InlineData("a == 'x", "expected a value instead of")]
    [InlineData("a b", "expected the end instead of 'b' at character 3")]
    [InlineData("a == $(rm)", "instead of '$'")]
    public void A_broken_condition_says_where(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Expression.Parse(text)).Message);
}
