using System.Globalization;

namespace ChatOps502.Runbooks.Model;

/// <summary>Durations as people write them: 90s, 15m, 2h, 1d.</summary>
public static class Duration
{
    const double TooLong = 100_000;

    /// <summary>Null when the text is not a duration.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.Float, null, out var number))
            return null;
        if (number is not (>= 0 and < TooLong))
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}
