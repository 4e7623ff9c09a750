using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.House.Tests;

/// <summary>docs/configuration.md names every setting there is, none that is not, and the defaults that hold.</summary>
public sealed class DocsConfigurationTests
{
    static readonly DocsPage Page = DocsPage.Open("docs/configuration.md");

    static readonly JsonNode Shipped = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Tree.Root, "appsettings.json")),
        documentOptions: new() { CommentHandling = JsonCommentHandling.Skip }
    )!;

    [Fact]
    public void Every_setting_is_named_and_nothing_else()
    {
        var named = DocsPage.FirstCells(Page.Text).Where(cell => cell.Contains(':'));
        Assert.Equal(Keys(Settings, "").Order(), named.Order());
    }

    [Fact]
    public void Defaults_are_those_of_the_shipped_file()
    {
        var values = Values(Shipped, "").Where(v => Cell(v.Key) is not null).ToList();
        Assert.NotEmpty(values);
        Assert.All(values, v => Assert.Equal(v.Shown, Cell(v.Key)));
    }

    /// <summary>The root of all settings, found by name so that it may live in any namespace.</summary>
    static Type Settings { get; } =
        Assembly.Load("chatops502").GetTypes().Single(t => t is { Name: "Settings", IsClass: true });

    /// <summary>NAME stands for a word of people's choice, N for a place in a list.</summary>
    static IEnumerable<string> Keys(Type type, string path) =>
        type.GetProperties()
            .Where(p => p.CanWrite)
            .SelectMany(p => KeysOf(p.PropertyType, $"{path}{p.Name}"));

    static IEnumerable<string> KeysOf(Type type, string path)
    {
        var inner = type.IsGenericType ? type.GetGenericArguments()[^1] : type;
        if (type.Name.StartsWith("Dictionary"))
            return KeysOf(inner, $"{path}:NAME");
        if (type.Name.StartsWith("List") && IsGroup(inner))
            return Keys(inner, $"{path}:N:");
        return IsGroup(type) ? Keys(type, $"{path}:") : [path];
    }

    static bool IsGroup(Type type) => type.Assembly == Settings.Assembly && type.IsClass;

    /// <summary>The scalar values of the shipped file, each as the page should show it.</summary>
    static IEnumerable<(string Key, string Shown)> Values(JsonNode node, string path)
    {
        if (node is JsonObject group)
            return group.SelectMany(child =>
                Values(child.Value!, path + (path.Length > 0 ? ":" : "") + child.Key)
            );
        if (node is JsonArray list)
            return
            [
                (path, list.Count == 0 ? "empty" : string.Join(", ", list.Select(item => $"`{item}`"))),
            ];
        var value = node.ToString();
        return [(path, value.Length == 0 ? "empty" : $"`{value}`")];
    }

    /// <summary>The column "default" of a key's row; null when it has none of its own.</summary>
    static string? Cell(string key) =>
        Page.Text.Split('\n').FirstOrDefault(line => line.StartsWith($"| `{key}` |"))?.Split(" | ")[2];
}
