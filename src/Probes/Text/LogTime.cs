using System.Globalization;

namespace ChatOps502.Probes.Text;

/// <summary>Times as logs and tools write them. One that no clock of a working host shows is none.</summary>
public static class LogTime
{
    const int First = 1971,
        Last = 2200;

    /// <summary>As a clock may go wrong or be changed: what is further ahead was not written now.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    /// <summary>Null before 1971 and after 2200.</summary>
    public static DateTime? Of(DateTime time) => time.Year is >= First and <= Last ? time : null;

    /// <inheritdoc cref="Of(DateTime)"/>
    public static DateTimeOffset? Of(DateTimeOffset time) =>
        time.Year is >= First and <= Last ? time : null;

    /// <summary>Seconds since 1970; null for what is no such time.</summary>
    public static DateTimeOffset? OfEpoch(double seconds) =>
        seconds is > 0 and < 1e10
            ? Of(DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)))
            : null;

    /// <inheritdoc cref="OfEpoch(double)"/>
    public static DateTimeOffset? OfEpoch(string text) =>
        Numbers.Double(text) is { } seconds ? OfEpoch(seconds) : null;

    /// <summary>A date and a time as most tools write them, UTC where no zone stands with them.</summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParse(text, null, DateTimeStyles.AssumeUniversal, out var time)
            ? Of(time)
            : null;

    /// <summary>A time later by these seconds; null when that leads out of the years that count.</summary>
    public static DateTimeOffset? After(DateTimeOffset time, double seconds) =>
        Math.Abs(seconds) < 1e10 ? Of(time.AddSeconds(seconds)) : null;
}
