using System.Globalization;

namespace ChatOps502.Runbooks.Definition;

/// <summary>Times as people write them: 90s, 15m, 2h, 1d.</summary>
public static class Duration
{
    /// <summary>Null when the text is no such time.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (
            text.Length < 2
            || !double.TryParse(text[..^1], NumberStyles.Float, null, out var n)
            || n is not (>= 0 and < 100_000)
        )
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(n),
            'm' => TimeSpan.FromMinutes(n),
            'h' => TimeSpan.FromHours(n),
            'd' => TimeSpan.FromDays(n),
            _ => null,
        };
    }
}
