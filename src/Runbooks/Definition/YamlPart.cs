using YamlDotNet.RepresentationModel;

namespace ChatOps502.Runbooks.Definition;

/// <summary>Something wrong in a runbook, and where.</summary>
public sealed record Problem(string File, int Line, string Text)
{
    public override string ToString() => $"{File}:{Line}: {Text}";
}

/// <summary>
/// A mapping of the YAML file while it is read: hands out typed values, remembers what was asked for, and complains
/// about the rest.
/// </summary>
public sealed class YamlPart(YamlMappingNode node, string file, List<Problem> problems)
{
    readonly HashSet<string> _asked = [];

    public int Line => (int)node.Start.Line;

    public IEnumerable<string> Keys => node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "");

    public List<Problem> Problems => problems;

    public string File => file;

    public YamlNode? Node(string key)
    {
        _asked.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    public string? Text(string key) =>
        Node(key) switch
        {
            null => null,
            YamlScalarNode s => s.Value ?? "",
            var other => Wrong<string>(other, $"{key} must be a text"),
        };

    public string Required(string key)
    {
        if (Text(key) is { Length: > 0 } text)
            return text;
        if (Node(key) is null)
            problems.Add(new(file, Line, $"{key} is missing"));
        return "";
    }

    public bool Flag(string key) =>
        Text(key) switch
        {
            null or "false" => false,
            "true" => true,
            var v => Wrong<bool>(Node(key)!, $"{key} must be true or false, not '{v}'"),
        };

    public int Number(string key, int otherwise, int max) =>
        Text(key) switch
        {
            null => otherwise,
            var v when int.TryParse(v, out var n) && n >= 0 && n <= max => n,
            var v => Wrong<int>(Node(key)!, $"{key} must be a whole number from 0 to {max}, not '{v}'"),
        };

    /// <summary>90s, 15m, 2h, 1d.</summary>
    public TimeSpan? Span(string key)
    {
        if (Text(key) is not { } v)
            return null;
        return Duration.Parse(v)
            ?? Wrong<TimeSpan?>(Node(key)!, $"{key} must be a time such as 90s, 15m or 2h, not '{v}'");
    }

    public Expression? Condition(string key)
    {
        if (Text(key) is not { } v)
            return null;
        try
        {
            return Expression.Parse(v);
        }
        catch (FormatException e)
        {
            return Wrong<Expression?>(Node(key)!, $"{key}: {e.Message}");
        }
    }

    public IReadOnlyList<string> Words(string key) =>
        Node(key) switch
        {
            null => [],
            YamlSequenceNode list when list.Children.All(c => c is YamlScalarNode) =>
            [
                .. list.Children.Cast<YamlScalarNode>().Select(c => c.Value ?? ""),
            ],
            var other => Wrong<IReadOnlyList<string>>(other, $"{key} must be a list of words, one for each argument")
                ?? [],
        };

    public YamlPart? Part(string key) =>
        Node(key) switch
        {
            null => null,
            YamlMappingNode map => new YamlPart(map, file, problems),
            YamlScalarNode { Value: null or "" } empty => new YamlPart(new YamlMappingNode(), file, problems)
            {
                _at = (int)empty.Start.Line,
            },
            var other => Wrong<YamlPart?>(other, $"{key} must be a group of keys"),
        };

    int _at;

    /// <summary>Every key that nobody asked for is a mistake, most often a typing one.</summary>
    public void NothingElse(string what)
    {
        var knows = string.Join(", ", _asked.Order());
        foreach (
            var (key, _) in node.Children.Where(c => c.Key is not YamlScalarNode s || !_asked.Contains(s.Value ?? ""))
        )
            problems.Add(new(file, (int)key.Start.Line, $"{what} has no '{Shown(key)}'; it knows {knows}"));
    }

    const int Longest = 300;

    static string Shown(YamlNode key) =>
        key is YamlScalarNode { Value: { } text } ? Cut(text) : "group of keys as a key";

    static string Cut(string text) => text.Length <= Longest ? text : text[..Longest] + "...";

    T? Wrong<T>(YamlNode at, string text)
    {
        problems.Add(new(file, (int)Math.Max(at.Start.Line, _at), Cut(text)));
        return default;
    }
}
