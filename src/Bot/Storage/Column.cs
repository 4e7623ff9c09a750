using System.Globalization;

namespace ChatOps502.Bot.Storage;

/// <summary>
/// How values lie in columns: times as ISO 8601 UTC text, so that they sort and people can read them.
/// </summary>
public static class Column
{
    public static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, null, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset? TimeOrNull(string? text) => text is null ? null : Time(text);
}
