using System.Collections.Concurrent;

namespace ChatOps502.Bot.Chat.Slack.Setup;

/// <summary>
/// What is wrong between us and Slack right now, in words: in the log, and on the console's first page.
/// </summary>
public sealed partial class SlackHealth(ILogger<SlackHealth> log)
{
    readonly ConcurrentDictionary<string, string> _now = new();

    public IReadOnlyList<string> Now => [.. _now.Values.Order()];

    /// <param name="what">What cannot be done: posting, sockets, ...</param>
    /// <param name="words">Why, and how to fix it; null when it works.</param>
    public void Report(string what, string? words)
    {
        if (words is null)
        {
            if (_now.TryRemove(what, out _))
                LogMended(what);
        }
        else if (!_now.TryGetValue(what, out var before) || before != words)
        {
            _now[what] = words;
            LogTrouble(what, words);
        }
    }

    [LoggerMessage(LogLevel.Error, "Slack, {What}: {Words}")]
    partial void LogTrouble(string what, string words);

    [LoggerMessage(LogLevel.Warning, "Slack, {What}: works again")]
    partial void LogMended(string what);
}
