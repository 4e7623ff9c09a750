using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Tests.Engine;

public sealed class RunValuesTests
{
    static readonly RunState State = Runs.Of(
            "- { id: a, notify: x }\n- { id: each, each-host: { steps: [ { id: b, notify: x } ] } }",
            "web-01",
            "web-02"
        )
        .Ok("a", """{"list":[{"name":"first"}],"text":"outside"}""")
        .Ok("b@web-01", """{"text":"one"}""") with
    {
        Given = new() { ["incident"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "INC-1" } },
    };

    [Theory]
    [InlineData("web-01", "host", "web-01")]
    [InlineData(null, "host", "web-01, web-02")]
    [InlineData("web-01", "b.text", "one")]
    [InlineData("web-02", "b.text", null)]
    [InlineData("web-02", "a.text", "outside")]
    [InlineData(null, "a.list.0.name", "first")]
    [InlineData(null, "a.list.1.name", null)]
    [InlineData(null, "a.list.x", null)]
    [InlineData(null, "incident.id", "INC-1")]
    [InlineData(null, "nothing.here", null)]
    public void A_path_is_seen_from_its_host(string? host, string path, string? value) =>
        Assert.Equal(value, new RunValues(State, host).Find(path)?.ToString());
}
