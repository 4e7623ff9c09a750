using System.Text.Json.Nodes;

namespace ChatOps502.Runbooks.Model;

/// <summary>Computes a value; paths are looked up by the function it is given.</summary>
delegate object? Operand(Func<string, JsonNode?> resolve);

/// <summary>
/// A condition over outputs of earlier steps: <c>verdict.status != 'healthy' and verdict.confidence >= 0.6</c>.
/// </summary>
/// <remarks>Paths, strings in single quotes, numbers, true, false, null; == != &lt; &lt;= &gt; &gt;= and or not,
/// parentheses. A path that leads nowhere is null.</remarks>
public sealed class Expression
{
    const int Longest = 4_000;

    readonly Operand _value;

    Expression(string text, Operand value, IReadOnlyList<string> paths)
    {
        Text = text;
        Paths = paths;
        _value = value;
    }

    public string Text { get; }

    /// <summary>Every path it reads.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <exception cref="FormatException">Says what was expected and where.</exception>
    public static Expression Parse(string text)
    {
        if (text.Length > Longest)
            throw new FormatException(
                $"a condition has at most {Longest} characters, this one has {text.Length}"
            );
        var parser = new ExpressionParser(text);
        return new(text, parser.Whole(), parser.Paths);
    }

    /// <param name="resolve">The value at a path; null when there is none.</param>
    public bool Holds(Func<string, JsonNode?> resolve) => IsTrue(_value(resolve));

    internal static bool IsTrue(object? value) =>
        value switch
        {
            bool flag => flag,
            null => false,
            double number => number != 0,
            string text => text.Length > 0,
            _ => true,
        };
}
