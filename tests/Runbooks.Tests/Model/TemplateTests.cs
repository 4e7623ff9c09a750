using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Tests.Model;

public sealed class TemplateTests
{
    static JsonNode? Resolve(string path) =>
        path == "verdict.summary" ? JsonValue.Create("php-fpm is down") : null;

    [Fact]
    public void Placeholders_are_filled_and_what_leads_nowhere_is_empty() =>
        Assert.Equal("php-fpm is down on ", Template.Fill("{{ verdict.summary }} on {{host}}", Resolve));

    [Fact]
    public void Its_paths_are_known_before_it_is_filled() =>
        Assert.Equal(["verdict.summary", "host"], Template.Paths("{{ verdict.summary }} on {{host}}"));

    [Theory]
    [InlineData("{{ a }}", "***", true)]
    [InlineData("*** {{ a }}", "*** x", false)]
    [InlineData("{{ a }}", "x", false)]
    public void A_mask_that_came_in_by_a_placeholder_is_noticed(string text, string filled, bool holds) =>
        Assert.Equal(holds, Template.HoldsMask(text, filled));
}
