using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Composition;

public sealed class WatcherTests
{
    /// <summary>
    /// They are few on a machine (128 for a user), and a bot that needs one does not start when they are gone.
    /// </summary>
    [Fact]
    public async Task The_bot_needs_no_file_watcher()
    {
        await using var bot = await BotProcess.StartAsync();
        var open = Directory
            .EnumerateFileSystemEntries($"/proc/{bot.Pid}/fd")
            .Select(f => new FileInfo(f).LinkTarget ?? "");
        Assert.DoesNotContain(open, target => target.Contains("inotify"));
    }
}
