using System.Text.Json.Nodes;
using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

/// <summary>A bot, a Slack, and a runbook with one command that wants an approval.</summary>
sealed class SlackScene : IAsyncDisposable
{
    SlackScene(FakeSlack slack, BotProcess bot, string directory) =>
        (Slack, Bot, Directory) = (slack, bot, directory);

    public FakeSlack Slack { get; }

    public BotProcess Bot { get; }

    /// <summary>Where <see cref="OneCommand"/> counts its runs.</summary>
    public string Directory { get; }

    public SlackPeopleAct People => Slack.People;

    public static async Task<SlackScene> StartAsync(
        bool sockets = true,
        Action<JsonObject>? configure = null
    )
    {
        var slack = await FakeSlack.StartAsync();
        var directory = OneCommand.Directory();
        var bot = await BotProcess.StartAsync(c =>
        {
            slack.Configure(c, sockets);
            c["Runbooks"] = new JsonObject { ["Directory"] = directory };
            configure?.Invoke(c);
        });
        var scene = new SlackScene(slack, bot, directory);
        if (!sockets)
            slack.People.BotUrl = bot.Url;
        else
            await scene.UntilAsync(() => slack.Sockets.Open == 2, "two sockets are open");
        return scene;
    }

    /// <summary>host-0, host-1, ...: this machine by many names.</summary>
    public static JsonObject LocalHosts(int count) =>
        new(
            Enumerable
                .Range(0, count)
                .Select(i =>
                    KeyValuePair.Create($"host-{i}", (JsonNode?)new JsonObject { ["Executor"] = "local" })
                )
        );

    public Task UntilAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        Eventually.TrueAsync(
            () => Task.FromResult(condition()),
            what,
            patience ?? TimeSpan.FromSeconds(30),
            () =>
                $"{string.Join('\n', Slack.Messages.All.Select(SlackMessages.Json))}\n"
                + $"{string.Join('\n', Slack.Api.Ephemerals.Select(SlackMessages.Json))}\n{Bot.Errors}"
        );

    /// <summary>Waits for a message whose text or blocks hold these words.</summary>
    public async Task<JsonObject> MessageAsync(
        string words,
        Func<JsonObject, bool>? also = null,
        TimeSpan? patience = null
    )
    {
        JsonObject? found = null;
        await UntilAsync(
            () =>
                (
                    found = Slack.Messages.All.LastOrDefault(m =>
                        SlackMessages.Json(m).Contains(words) && also?.Invoke(m) != false
                    )
                )
                    is not null,
            $"a message says '{words}'",
            patience
        );
        return found!;
    }

    /// <summary>Waits for an answer that only this user sees.</summary>
    public async Task<string> WhisperAsync(string user, string words)
    {
        JsonObject? found = null;
        await UntilAsync(
            () =>
                (
                    found = Slack.Api.Ephemerals.LastOrDefault(m =>
                        SlackMessages.Of(m, "user") == user && SlackMessages.Of(m, "text").Contains(words)
                    )
                )
                    is not null,
            $"{user} is told '{words}'"
        );
        return SlackMessages.Of(found, "text");
    }

    public async Task<JsonObject> ViewAsync(string callback)
    {
        JsonObject? found = null;
        await UntilAsync(
            () =>
                (
                    found = Slack.Api.Views.Values.LastOrDefault(v =>
                        SlackMessages.Of(v, "callback_id") == callback
                    )
                )
                    is not null,
            $"the form {callback} opens"
        );
        return found!;
    }

    public Task<JsonObject> CardAsync(string words = "Approval wanted") =>
        MessageAsync(
            words,
            m =>
                SlackMessages.Of(m, "thread_ts").Length > 0
                && !SlackMessages.Of(m, "text").Contains("noted")
        );

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
