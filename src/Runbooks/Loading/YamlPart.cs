using ChatOps502.Runbooks.Model;
using YamlDotNet.RepresentationModel;

namespace ChatOps502.Runbooks.Loading;

/// <summary>
/// A mapping of the YAML file while it is read: hands out typed values, remembers what was asked for, and reports
/// everything else as a mistake.
/// </summary>
public sealed class YamlPart
{
    const int Longest = 300;

    readonly YamlMappingNode _node;
    readonly Reading _reading;
    readonly HashSet<string> _asked = [];

    internal YamlPart(YamlMappingNode node, Reading reading, int? line = null)
    {
        _node = node;
        _reading = reading;
        Line = line ?? LineOf(node);
    }

    /// <summary>Counted from 1.</summary>
    public int Line { get; }

    internal IEnumerable<string> Keys =>
        _node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    public bool Has(string key) => Node(key) is not null;

    /// <summary>Reports a problem at the first line of this part.</summary>
    public void Report(string text) => Report(Line, text);

    public string? Text(string key) =>
        Node(key) switch
        {
            null => null,
            YamlScalarNode scalar => scalar.Value ?? "",
            var other => Wrong<string>(other, $"{key} must be a text"),
        };

    /// <summary>Empty, and reported, when it is missing.</summary>
    public string Required(string key)
    {
        if (Text(key) is { Length: > 0 } text)
            return text;
        if (!Has(key))
            Report($"{key} is missing");
        return "";
    }

    public bool Flag(string key) =>
        Text(key) switch
        {
            null or "false" => false,
            "true" => true,
            var text => Wrong<bool>(key, $"{key} must be true or false, not '{text}'"),
        };

    public int Number(string key, int otherwise, int max) =>
        Text(key) switch
        {
            null => otherwise,
            var text when int.TryParse(text, out var number) && number >= 0 && number <= max => number,
            var text => Wrong<int>(key, $"{key} must be a whole number from 0 to {max}, not '{text}'"),
        };

    /// <summary>90s, 15m, 2h, 1d.</summary>
    public TimeSpan? Span(string key)
    {
        if (Text(key) is not { } text)
            return null;
        return Duration.Parse(text)
            ?? Wrong<TimeSpan?>(key, $"{key} must be a time such as 90s, 15m or 2h, not '{text}'");
    }

    public Expression? Condition(string key)
    {
        if (Text(key) is not { } text)
            return null;
        try
        {
            return Expression.Parse(text);
        }
        catch (FormatException e)
        {
            return Wrong<Expression?>(key, $"{key}: {e.Message}");
        }
    }

    public IReadOnlyList<string> Words(string key) =>
        Node(key) switch
        {
            null => [],
            YamlSequenceNode list when list.Children.All(item => item is YamlScalarNode) =>
            [
                .. list.Children.Cast<YamlScalarNode>().Select(item => item.Value ?? ""),
            ],
            var other => Wrong<IReadOnlyList<string>>(
                other,
                $"{key} must be a list of words, one for each argument"
            ) ?? [],
        };

    /// <summary>A list of steps; reported when there is none.</summary>
    public IReadOnlyList<Step> Steps(string key)
    {
        if (Node(key) is YamlSequenceNode { Children.Count: > 0 } list)
            return [.. list.Children.Select(item => _reading.Step(item)).OfType<Step>()];
        Report(
            Node(key) is { } other ? LineOf(other) : Line,
            $"{key} must be a list with at least one step"
        );
        return [];
    }

    /// <summary>Reads the group of keys under <paramref name="key"/>; what is left over there is reported.</summary>
    /// <returns>Null, and reported, when there is no such group.</returns>
    public T? Group<T>(string key, Func<YamlPart, T> read)
        where T : class
    {
        if (Part(key) is not { } part)
            return null;
        var result = read(part);
        part.NothingElse(key);
        return result;
    }

    YamlPart? Part(string key) =>
        Node(key) switch
        {
            YamlMappingNode map => new YamlPart(map, _reading),
            YamlScalarNode { Value: null or "" } empty => new YamlPart(new(), _reading, LineOf(empty)),
            null => null,
            var other => Wrong<YamlPart?>(other, $"{key} must be a group of keys"),
        };

    /// <summary>Every key that nobody asked for is a mistake, most often a typo.</summary>
    internal void NothingElse(string what)
    {
        var known = string.Join(", ", _asked.Order());
        foreach (var key in _node.Children.Keys.Where(IsUnknown))
            Report(LineOf(key), $"{what} has no '{Shown(key)}'; it knows {known}");
    }

    bool IsUnknown(YamlNode key) =>
        key is not YamlScalarNode scalar || !_asked.Contains(scalar.Value ?? "");

    YamlNode? Node(string key)
    {
        _asked.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    static string Shown(YamlNode key) =>
        key is YamlScalarNode { Value: { } text } ? Cut(text) : "group of keys as a key";

    static string Cut(string text) => text.Length <= Longest ? text : text[..Longest] + "...";

    T? Wrong<T>(string key, string text) => Wrong<T>(Node(key)!, text);

    T? Wrong<T>(YamlNode at, string text)
    {
        Report(LineOf(at), Cut(text));
        return default;
    }

    void Report(int line, string text) => _reading.Report(line, text);

    static int LineOf(YamlNode node) => (int)node.Start.Line;
}
