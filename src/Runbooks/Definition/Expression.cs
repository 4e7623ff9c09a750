using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Definition;

/// <summary>
/// A condition over results of earlier steps: <c>verdict.status != 'healthy' and verdict.confidence >= 0.6</c>.
/// </summary>
/// <remarks>Paths, strings in single quotes, numbers, true, false, null; == != &lt; &lt;= &gt; &gt;= and or not,
/// parentheses. A path that leads nowhere is null.</remarks>
public sealed partial class Expression
{
    readonly Func<Func<string, JsonNode?>, object?> _value;

    Expression(string text, Func<Func<string, JsonNode?>, object?> value, IReadOnlyList<string> paths) =>
        (Text, _value, Paths) = (text, value, paths);

    public string Text { get; }

    /// <summary>Every path it reads, for the validator.</summary>
    public IReadOnlyList<string> Paths { get; }

    const int Longest = 4_000,
        Deepest = 32,
        Shown = 200;

    /// <exception cref="FormatException">Says what was expected and where.</exception>
    public static Expression Parse(string text)
    {
        if (text.Length > Longest)
            throw new FormatException($"a condition has at most {Longest} characters, this one has {text.Length}");
        var reader = new Reader(text);
        var value = reader.Or();
        reader.End();
        return new(text, value, reader.Paths);
    }

    /// <param name="resolve">The value at a path; null when there is none.</param>
    public bool Holds(Func<string, JsonNode?> resolve) => Truth(_value(resolve));

    static bool Truth(object? value) =>
        value switch
        {
            bool b => b,
            null => false,
            double d => d != 0,
            string s => s.Length > 0,
            _ => true,
        };

    // without the first cast every arm would quietly become a JsonNode again
    static object? Plain(JsonNode? node) =>
        node switch
        {
            null => (object?)null,
            JsonValue v when v.TryGetValue<bool>(out var b) => b,
            JsonValue v when v.TryGetValue<double>(out var d) => d,
            JsonValue v when v.TryGetValue<long>(out var l) => (double)l,
            JsonValue v when v.TryGetValue<int>(out var i) => (double)i,
            JsonValue v => v.ToString(),
            _ => node,
        };

    sealed class Reader(string text)
    {
        readonly List<Match> _tokens = [.. Token().Matches(text).Cast<Match>()];
        int _at,
            _depth;

        public List<string> Paths { get; } = [];

        public Func<Func<string, JsonNode?>, object?> Or() =>
            Chain(And, "or", parts => r => parts.Exists(p => Truth(p(r))));

        Func<Func<string, JsonNode?>, object?> And() =>
            Chain(Not, "and", parts => r => parts.TrueForAll(p => Truth(p(r))));

        Func<Func<string, JsonNode?>, object?> Not()
        {
            var turns = 0;
            while (Take("not"))
                turns++;
            var inner = Comparison();
            return turns == 0 ? inner : r => Truth(inner(r)) == (turns % 2 == 0);
        }

        Func<Func<string, JsonNode?>, object?> Comparison()
        {
            var left = Value();
            var op = new[] { "==", "!=", "<=", ">=", "<", ">" }.FirstOrDefault(Take);
            if (op is null)
                return left;
            var right = Value();
            return r => Compare(op, left(r), right(r));
        }

        static bool Compare(string op, object? a, object? b)
        {
            if (op == "==")
                return Equals(a, b);
            if (op == "!=")
                return !Equals(a, b);
            if (a is not double x || b is not double y)
                return false;
            return op switch
            {
                "<" => x < y,
                "<=" => x <= y,
                ">" => x > y,
                _ => x >= y,
            };
        }

        Func<Func<string, JsonNode?>, object?> Value()
        {
            if (Take("("))
            {
                if (++_depth > Deepest)
                    throw new FormatException($"parentheses are nested more than {Deepest} deep in: {Start}");
                var inner = Or();
                if (!Take(")"))
                    throw Expected(")");
                _depth--;
                return inner;
            }
            if (_at >= _tokens.Count)
                throw Expected("a value");
            var token = _tokens[_at].Value;
            object? constant = token switch
            {
                "true" => true,
                "false" => false,
                "null" => null,
                _ when token[0] == '\'' && token.Length > 1 => token[1..^1],
                _ when double.TryParse(token, NumberStyles.Float, null, out var d) => d,
                _ => this,
            };
            if (!ReferenceEquals(constant, this))
            {
                _at++;
                return _ => constant;
            }
            if (!char.IsLetter(token[0]) || token is "and" or "or" or "not")
                throw Expected("a value");
            _at++;
            Paths.Add(token);
            return r => Plain(r(token));
        }

        /// <summary>A flat list, so that a long chain is no deep one.</summary>
        Func<Func<string, JsonNode?>, object?> Chain(
            Func<Func<Func<string, JsonNode?>, object?>> part,
            string word,
            Func<List<Func<Func<string, JsonNode?>, object?>>, Func<Func<string, JsonNode?>, object?>> join
        )
        {
            var parts = new List<Func<Func<string, JsonNode?>, object?>> { part() };
            while (Take(word))
                parts.Add(part());
            return parts is [var only] ? only : join(parts);
        }

        bool Take(string word)
        {
            if (_at >= _tokens.Count || _tokens[_at].Value != word)
                return false;
            _at++;
            return true;
        }

        public void End()
        {
            if (_at < _tokens.Count)
                throw Expected("the end");
        }

        FormatException Expected(string what) =>
            new(
                $"expected {what} "
                    + $"{(_at < _tokens.Count ? $"instead of '{_tokens[_at].Value}' at character {_tokens[_at].Index + 1}" : "at the end")} "
                    + ""
                    + $"of: {Start}"
            );

        string Start => text.Length <= Shown ? text : text[..Shown] + "...";
    }

    // verdict.status == 'healthy'
    [GeneratedRegex(@"'[^']*'|[A-Za-z][A-Za-z0-9_.\-]*|\d+(?:\.\d+)?|==|!=|<=|>=|[<>()]|\S")]
    private static partial Regex Token();
}
