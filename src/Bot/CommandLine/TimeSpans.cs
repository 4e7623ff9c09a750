using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.CommandLine;

/// <summary>Times as people type them: 90s, 15m, 2h, 1d, or 00:15:00.</summary>
static class TimeSpans
{
    /// <summary>Null when it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (Duration.Parse(text) is { } duration && duration > TimeSpan.Zero)
            return duration;
        if (text.Contains(':') && TimeSpan.TryParse(text, out var span) && span > TimeSpan.Zero)
            return span;
        return null;
    }

    /// <summary>
    /// An option's value, or the default when it was not given; false, with the reason on stderr, when it is none.
    /// </summary>
    public static bool TryRead(string? text, string option, TimeSpan otherwise, out TimeSpan span)
    {
        span = otherwise;
        if (text is null)
            return true;
        if (Parse(text) is { } given)
        {
            span = given;
            return true;
        }
        Terminal.Say($"{option} {text} is not a time: write 90s, 15m, 2h or 1d");
        return false;
    }
}
