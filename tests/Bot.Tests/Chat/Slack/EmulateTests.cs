using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

/// <summary>What we send, taken by a Slack Web API that others wrote.</summary>
public sealed class EmulateTests
{
    [Fact]
    public async Task An_alert_becomes_a_thread_there_and_the_export_a_file()
    {
        var port = Ports.Free();
        await using var emulate = await NodePeer.StartAsync("emulate.mjs", $"{port}");
        var api = $"http://127.0.0.1:{port}/api/";
        await using var bot = await BotProcess.StartAsync(c =>
            c["Slack"] = new JsonObject
            {
                ["ApiUrl"] = api,
                ["BotToken"] = "xoxb-emulate",
                ["IncidentChannel"] = "#incidents",
                ["SigningSecret"] = FakeSlack.SigningSecret,
            }
        );
        await bot.SendAlertAsync("firing", "here");

        using var http = new HttpClient { BaseAddress = new(api) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "xoxb-emulate");
        var channel = (await AskAsync("conversations.list"))["channels"]!
            .AsArray()
            .First(c => c!["name"]!.ToString() == "incidents")!["id"]!.ToString();
        JsonNode? head = null;
        await UntilAsync(
            async () =>
                (
                    head = (
                        await AskAsync(
                            "conversations.history",
                            ("channel", channel),
                            ("include_all_metadata", "true")
                        )
                    )["messages"]!
                        .AsArray()
                        .FirstOrDefault(m => m!["text"]!.ToString().StartsWith("INC-1 "))
                )
                    is not null,
            "the headline is there"
        );
        Assert.Equal("chatops502_message", head!["metadata"]!["event_type"]!.ToString());
        var ts = head["ts"]!.ToString();
        await UntilAsync(
            async () => (await RepliesAsync(ts)).Any(m => m.Contains("nginx-502 on here: done")),
            "the thread tells how the run ended"
        );

        await SlashAsync("resolve INC-1", channel);
        await UntilAsync(
            async () => (await RepliesAsync(ts)).Any(m => m.Contains("INC-1 is resolved")),
            "the thread tells that it is resolved"
        );
        await UntilAsync(
            async () =>
                (await AskAsync("conversations.history", ("channel", channel)))["messages"]!
                    .AsArray()
                    .Any(m =>
                        m!["ts"]!.ToString() == ts && m["text"]!.ToString().Contains("resolved at")
                    ),
            "the headline is edited in place"
        );
        await SlashAsync("export INC-1 csv", channel);
        await UntilAsync(
            async () => (await RepliesAsync(ts)).Any(m => m.Contains("The timeline of INC-1")),
            "the export is told in the thread"
        );
        await UntilAsync(
            async () =>
                (await AskAsync("conversations.replies", ("channel", channel), ("ts", ts)))["messages"]!
                    .ToJsonString()
                    .Contains("INC-1.csv"),
            "the file is in the thread"
        );

        Task UntilAsync(Func<Task<bool>> condition, string what) =>
            Eventually.TrueAsync(
                condition,
                what,
                TimeSpan.FromSeconds(40),
                () => bot.Errors + emulate.Errors
            );
        async Task<List<string>> RepliesAsync(string thread) =>
            [
                .. (await AskAsync("conversations.replies", ("channel", channel), ("ts", thread)))[
                    "messages"
                ]!
                    .AsArray()
                    .Select(m => m!["text"]!.ToString()),
            ];
        async Task<JsonNode> AskAsync(string method, params (string, string)[] form) =>
            (
                await (
                    await http.PostAsync(
                        method,
                        new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Item1, f.Item2)))
                    )
                ).Content.ReadFromJsonAsync<JsonNode>()
            )!;
        async Task SlashAsync(string text, string room)
        {
            var alice = (await AskAsync("users.list"))["members"]!
                .AsArray()
                .First(m => m!["name"]!.ToString() == "alice")!["id"]!.ToString();
            var team = (await AskAsync("auth.test"))["team_id"]!.ToString();
            await using var slack = await FakeSlack.StartAsync(); // only for its signed requests
            (slack.People.BotUrl, slack.People.Team) = (bot.Url, team);
            await slack.People.CommandAsync(text, alice, room);
        }
    }
}
