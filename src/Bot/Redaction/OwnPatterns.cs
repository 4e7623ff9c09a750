using System.Text.RegularExpressions;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Redaction;

/// <summary>What the configuration wants hidden beside the built-in rules.</summary>
sealed partial class OwnPatterns(RedactionSettings settings) : IRule
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    static readonly string Sample = string.Concat(
        Enumerable.Repeat("GET /a?b=c HTTP/1.1 aaaaaaaaaaaaaaaaaaaaaaaa 0123456789 ", 2000)
    );
    readonly Regex[] _patterns =
    [
        .. settings.Patterns.Select(p => Compiled(p, Regex.InfiniteMatchTimeout)),
    ];

    public static OwnPatterns None { get; } = new(new());

    public string Mask(string text)
    {
        foreach (var pattern in _patterns)
            text = pattern.Replace(text, Cover.Mark);
        return settings.Emails && text.Contains('@') ? Email().Replace(text, Cover.Mark) : text;
    }

    /// <summary>Null for a pattern that can be used; else what is wrong with it.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length == 0)
            return "it is empty";
        try
        {
            var regex = Compiled(pattern, Patience);
            if (regex.IsMatch(""))
                return "it matches an empty text, so it would be found everywhere";
            regex.Replace(Sample, "");
            return null;
        }
        catch (RegexMatchTimeoutException)
        {
            return "it is too slow: 100 kB took more than a second";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
        catch (NotSupportedException)
        {
            return "look-around, back-references and atomic groups are not possible: a pattern must take linear time";
        }
    }

    static Regex Compiled(string pattern, TimeSpan patience) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, patience);

    // ann@shop.example
    [GeneratedRegex(@"\b[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\b")]
    private static partial Regex Email();
}
