using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Model;

/// <summary>Reads one condition, by recursive descent.</summary>
sealed partial class ExpressionParser(string text)
{
    const int Deepest = 32;
    const int Shown = 200;

    static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    /// <summary>Stands for "not a constant", because null is one.</summary>
    static readonly object NoConstant = new();

    readonly List<Match> _tokens = [.. Token().Matches(text).Cast<Match>()];
    int _at;
    int _depth;

    public List<string> Paths { get; } = [];

    public Operand Whole()
    {
        var value = Or();
        if (_at < _tokens.Count)
            throw Expected("the end");
        return value;
    }

    Operand Or() =>
        Chain(And, "or", parts => resolve => parts.Exists(part => Expression.IsTrue(part(resolve))));

    Operand And() =>
        Chain(Not, "and", parts => resolve => parts.TrueForAll(part => Expression.IsTrue(part(resolve))));

    Operand Not()
    {
        var negations = 0;
        while (Take("not"))
            negations++;
        var inner = Comparison();
        if (negations == 0)
            return inner;
        var isAffirmed = negations % 2 == 0;
        return resolve => Expression.IsTrue(inner(resolve)) == isAffirmed;
    }

    Operand Comparison()
    {
        var left = Value();
        if (Comparisons.FirstOrDefault(Take) is not { } comparison)
            return left;
        var right = Value();
        return resolve => Compare(comparison, left(resolve), right(resolve));
    }

    static bool Compare(string comparison, object? left, object? right) =>
        comparison switch
        {
            "==" => Equals(left, right),
            "!=" => !Equals(left, right),
            _ => left is double first && right is double second && IsInOrder(comparison, first, second),
        };

    static bool IsInOrder(string comparison, double left, double right) =>
        comparison switch
        {
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            _ => left >= right,
        };

    Operand Value()
    {
        if (Take("("))
            return Parenthesised();
        if (_at >= _tokens.Count)
            throw Expected("a value");
        var token = _tokens[_at].Value;
        var constant = Constant(token);
        if (!ReferenceEquals(constant, NoConstant))
        {
            _at++;
            return _ => constant;
        }
        if (!char.IsLetter(token[0]) || token is "and" or "or" or "not")
            throw Expected("a value");
        _at++;
        Paths.Add(token);
        return resolve => Plain(resolve(token));
    }

    Operand Parenthesised()
    {
        if (++_depth > Deepest)
            throw new FormatException($"parentheses are nested more than {Deepest} deep in: {Start}");
        var inner = Or();
        if (!Take(")"))
            throw Expected(")");
        _depth--;
        return inner;
    }

    static object? Constant(string token) =>
        token switch
        {
            "true" => true,
            "false" => false,
            "null" => null,
            _ when token[0] == '\'' && token.Length > 1 => token[1..^1],
            _ when double.TryParse(token, NumberStyles.Float, null, out var number) => number,
            _ => NoConstant,
        };

    // without the first cast every arm would quietly become a JsonNode again
    static object? Plain(JsonNode? node) =>
        node switch
        {
            null => (object?)null,
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
            JsonValue value when value.TryGetValue<double>(out var number) => number,
            JsonValue value when value.TryGetValue<long>(out var number) => (double)number,
            JsonValue value when value.TryGetValue<int>(out var number) => (double)number,
            JsonValue value => value.ToString(),
            _ => node,
        };

    /// <summary>A flat list, so that a long chain does not nest deeply.</summary>
    Operand Chain(Func<Operand> next, string word, Func<List<Operand>, Operand> join)
    {
        List<Operand> parts = [next()];
        while (Take(word))
            parts.Add(next());
        return parts is [var only] ? only : join(parts);
    }

    bool Take(string word)
    {
        if (_at >= _tokens.Count || _tokens[_at].Value != word)
            return false;
        _at++;
        return true;
    }

    FormatException Expected(string what) => new($"expected {what} {Found} of: {Start}");

    string Found =>
        _at < _tokens.Count
            ? $"instead of '{_tokens[_at].Value}' at character {_tokens[_at].Index + 1}"
            : "at the end";

    string Start => text.Length <= Shown ? text : text[..Shown] + "...";

    // verdict.status == 'healthy'
    [GeneratedRegex(@"'[^']*'|[A-Za-z][A-Za-z0-9_.\-]*|\d+(?:\.\d+)?|==|!=|<=|>=|[<>()]|\S")]
    private static partial Regex Token();
}
