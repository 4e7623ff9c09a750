using System.Text.RegularExpressions;

namespace ChatOps502.Probes.Nginx;

/// <summary>The message of an error-log line, and the ", name: value" pairs after it.</summary>
/// <remarks>
/// nginx writes client, server, request, upstream, host, referrer in this order. Request, host and referrer are what
/// the
/// client sent, raw: they may hold quotes and whole fields. A request ends at the first quote after its HTTP version,
/// since
/// nginx takes no request with text after that. Only HTTP/0.9 has no version; nginx before 1.21.1 let blanks into it,
/// so
/// there the last field of a kind counts.
/// </remarks>
sealed partial class ErrorFields
{
    /// <summary>Where a field begins, and where its value does.</summary>
    readonly record struct Head(string Name, int At, int Value);

    readonly string _text;
    readonly List<Head> _heads;
    readonly Dictionary<string, string> _values = [];

    ErrorFields(string text, int first)
    {
        (_text, Message) = (text, text[..first]);
        _heads =
        [
            .. Field()
                .Matches(text, first)
                .Select(m => new Head(m.Groups["name"].Value, m.Index, m.Index + m.Length)),
        ];
        var request = _heads.FindIndex(h => h.Name == "request");
        var before = request < 0 ? _heads : _heads[..request];
        foreach (var head in before)
            Take(head);
        if (request >= 0)
            ReadFrom(request);
    }

    public string Message { get; }

    /// <inheritdoc cref="ErrorLine.Doubt"/>
    public string? Doubt { get; private set; }

    public string? this[string name] => _values.GetValueOrDefault(name);

    public static ErrorFields Of(string text)
    {
        // a user name is whatever the client sent, even a whole log line: the real fields are the last ones
        var from = text.StartsWith("user \"") ? Math.Max(text.LastIndexOf(", client: "), 0) : 0;
        var first = First().Match(text, from);
        return first.Success
            ? new(text, first.Index)
            : new(text.TrimEnd().TrimEnd(','), text.TrimEnd().TrimEnd(',').Length);
    }

    void ReadFrom(int request)
    {
        var head = _heads[request];
        var end = RequestEnd().Match(_text, head.Value);
        var after = _heads
            .Skip(request + 1)
            .Where(h => !end.Success || h.At >= end.Index + end.Length)
            .ToList();
        _values["request"] = end.Success ? Unquoted(head.Value, end.Index + end.Length - 1) : Value(head);
        foreach (var field in end.Success ? after : Enumerable.Reverse(after))
            Take(field);
        Doubt = DoubtAbout(_heads.Count - 1 - request > after.Count, after, end.Success);
    }

    /// <summary>The first that is taken counts.</summary>
    void Take(Head head)
    {
        if (!_values.ContainsKey(head.Name))
            _values[head.Name] = Value(head);
    }

    static string? DoubtAbout(bool inRequest, List<Head> after, bool hasEnd)
    {
        var twice =
            after.GroupBy(h => h.Name).Any(g => g.Count() > 1) || after.Exists(h => h.Name == "request");
        if (!hasEnd)
            return twice
                ? "the request has no end and text that looks like log fields follows it; the last upstream counts"
                : null;
        if (inRequest)
            return "the request holds text that looks like log fields; the first upstream after it counts";
        return twice
            ? "what the client sent holds text that looks like log fields; the first of each after the request counts"
            : null;
    }

    /// <summary>
    /// A quoted value ends at a quote before the next field, or at the last one; another runs to the next field.
    /// </summary>
    string Value(Head head)
    {
        var next = _heads.BinarySearch(head, Comparer<Head>.Create((a, b) => a.At.CompareTo(b.At))) + 1;
        var quoted = head.Value < _text.Length && _text[head.Value] == '"';
        while (quoted && next < _heads.Count && !IsQuote(_heads[next].At - 1, head.Value))
            next++;
        if (next < _heads.Count)
            return quoted
                ? Unquoted(head.Value, _heads[next].At - 1)
                : _text[head.Value.._heads[next].At];
        var end = _text.AsSpan().TrimEnd().Length;
        if (quoted)
            return Unquoted(head.Value, IsQuote(end - 1, head.Value) ? end - 1 : _text.Length);
        return head.Value < _text.Length ? _text[head.Value..] : "";
    }

    /// <summary>True for a quote that does not open the value itself.</summary>
    bool IsQuote(int at, int value) => at > value && _text[at] == '"';

    string Unquoted(int value, int end)
    {
        var from = value < _text.Length && _text[value] == '"' ? value + 1 : value;
        return _text[from..Math.Max(from, end)];
    }

    // ..., client: 10.0.0.1, server: _, request: "GET / HTTP/1.1"
    [GeneratedRegex(@", (?:client|server|request|upstream|host): |, client:$|, (?=client\.)")]
    private static partial Regex First();

    // , upstream: "http://127.0.0.1:3000/"   |   , bytes from/to client:0/0 of the stream module
    [GeneratedRegex(
        @", (?<name>client|server|request|subrequest|upstream|host|login|referrer):(?: |$)|, (?<name>bytes from/to client|bytes from/to upstream|udp client|udp upstream):"
    )]
    private static partial Regex Field();

    // request: "GET /a?b="c" HTTP/1.1"
    [GeneratedRegex(@" HTTP/[0-9]\.[0-9]""")]
    private static partial Regex RequestEnd();
}
