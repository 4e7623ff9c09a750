using System.Text.Json.Nodes;
using ChatOps502.Bot.Redaction;

namespace ChatOps502.Bot.Tests.Redaction;

public sealed class LeakTests
{
    public static TheoryData<int> Seeds => [1, 2, 3, 5, 8, 13, 21, 34];

    [Fact]
    public void There_are_many_kinds() => Assert.InRange(Kinds.Of(1).Count, 150, 1000);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_kind_leaks_from_any_text(int seed)
    {
        List<string> leaks = [];
        foreach (var kind in Kinds.Of(seed))
        foreach (var (where, text) in Kinds.Surroundings(kind))
            if (Secrets.Mask(text) is var masked && Shows(masked, kind))
                leaks.Add($"{kind.Name} ({where}): {text}\n    -> {masked}");
        Assert.True(leaks.Count == 0, $"{leaks.Count} leaks\n{string.Join('\n', leaks)}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_kind_leaks_from_any_json(int seed)
    {
        List<string> leaks = [];
        foreach (var kind in Kinds.Of(seed))
        foreach (var (where, text) in Kinds.Surroundings(kind))
        {
            var json = new JsonObject
            {
                ["text"] = text,
                ["list"] = new JsonArray(text, 1, null),
                ["deep"] = new JsonObject { ["a"] = new JsonArray(new JsonObject { ["b"] = text }) },
                ["again"] = new JsonObject { ["text"] = text }.ToJsonString(),
            }.ToJsonString();
            var masked = Secrets.MaskJson(json);
            JsonNode.Parse(masked);
            if (Shows(masked, kind) || Shows(Secrets.Mask(json), kind))
                leaks.Add($"{kind.Name} ({where}): {json}\n    -> {masked}\n    -> {Secrets.Mask(json)}");
        }
        Assert.True(leaks.Count == 0, $"{leaks.Count} leaks\n{string.Join('\n', leaks)}");
    }

    /// <summary>The whole, or a recognisable part of it.</summary>
    static bool Shows(string masked, Kind kind) =>
        masked.Contains(kind.Hidden)
        || kind.Hidden.Length >= 12
            && (masked.Contains(kind.Hidden[..8]) || masked.Contains(kind.Hidden[^8..]));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Masking_again_changes_nothing(int seed)
    {
        foreach (var kind in Kinds.Of(seed))
        foreach (var (_, text) in Kinds.Surroundings(kind))
            Assert.Equal(Secrets.Mask(text), Secrets.Mask(Secrets.Mask(text)));
    }

    [Theory]
    [InlineData("""{"password":"x y"}""", """{"password":"***"}""")]
    [InlineData("""{"Authorization":"Bearer abc"}""", """{"Authorization":"***"}""")]
    [InlineData(
        """{"passwords":["a"],"token":["abc","def"],"n":12345678901234567890}""",
        """{"passwords":["a"],"token":["***","***"],"n":12345678901234567890}"""
    )]
    [InlineData(
        """{"password":123,"secret":null,"token":true}""",
        """{"password":123,"secret":null,"token":true}"""
    )]
    [InlineData("""{"name":"DB_PASSWORD","value":"abc"}""", """{"name":"DB_PASSWORD","value":"***"}""")]
    [InlineData(
        """{"argv":["mysql","-uroot","-phunter2","shop"]}""",
        """{"argv":["mysql","-uroot","-p***","shop"]}"""
    )]
    [InlineData(
        """["shopctl","--password","abc","--verbose"]""",
        """["shopctl","--password","***","--verbose"]"""
    )]
    [InlineData(
        """{"key":"C0123:1700000000.123456","code":"E42","state":"waiting"}""",
        """{"key":"C0123:1700000000.123456","code":"E42","state":"waiting"}"""
    )]
    [InlineData("""{"password":"y" """, """{"password":"***" """)]
    [InlineData("""{"a":"\ud800","password":"abc"}""", """{"a":"\ud800","password":"***"}""")]
    [InlineData("null", "null")]
    [InlineData("", "")]
    public void Json_is_masked_by_its_names(string json, string expected) =>
        Assert.Equal(expected, Secrets.MaskJson(json));

    [Theory]
    [InlineData(64)]
    [InlineData(500)]
    [InlineData(5000)]
    public void A_deep_document_is_masked_to_its_ground(int depth)
    {
        var json =
            string.Concat(Enumerable.Repeat("{\"a\":[", depth))
            + "{\"password\":\"hunter2\"}"
            + string.Concat(Enumerable.Repeat("]}", depth));
        Assert.DoesNotContain("hunter2", Secrets.MaskJson(json));
    }

    [Fact]
    public void What_is_acted_on_later_stays()
    {
        var masked = Secrets.MaskJson(
            """{"argv":["mysql","-phunter2"],"args":{"password":"abc"},"why":"password=abc"}""",
            new HashSet<string> { "argv", "args" }
        );
        Assert.Equal(
            """{"argv":["mysql","-phunter2"],"args":{"password":"abc"},"why":"password=***"}""",
            masked
        );
    }
}
