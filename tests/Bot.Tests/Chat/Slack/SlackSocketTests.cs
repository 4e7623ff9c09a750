using System.Text.Json.Nodes;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackSocketTests
{
    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task A_socket_that_has_to_go_is_replaced_before_it_goes(string reason)
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Slack.Sockets.DisconnectAsync(reason);
        await scene.UntilAsync(() => scene.Slack.Sockets.Greeted == 3, "a third socket is open");
        Assert.Equal(3, scene.Slack.Sockets.Open); // the old one still takes what comes on it
        for (var i = 0; i < 6; i++)
            await scene.People.CommandAsync($"dance{i}");
        for (var i = 0; i < 6; i++)
            await scene.WhisperAsync(FakeSlack.Alice, $"'dance{i}' is not a command");
        Assert.Equal(0, scene.Slack.Sockets.OnWrongSocket);
    }

    [Fact]
    public async Task Sockets_that_are_cut_come_back_and_nothing_is_heard_twice()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Sockets.Cut();
        await scene.UntilAsync(() => scene.Slack.Sockets.Open == 2, "two sockets are open again");
        var mention = new JsonObject
        {
            ["type"] = "app_mention",
            ["user"] = FakeSlack.Alice,
            ["text"] = $"<@{FakeSlack.Bot}> hosts",
            ["ts"] = scene.People.Say("hosts", user: FakeSlack.Alice),
            ["channel"] = FakeSlack.Channel,
        };
        await scene.People.EventAsync(mention, "Ev1");
        await scene.People.EventAsync(mention, "Ev1"); // a retry
        await scene.People.EventAsync(mention, "Ev2"); // the same message as another event
        await scene.MessageAsync("here", m => SlackMessages.Of(m, "user") == FakeSlack.Bot);
        await scene.People.CommandAsync("dance");
        await scene.WhisperAsync(FakeSlack.Alice, "'dance' is not a command");
        Assert.Single(scene.Slack.Messages.All, m => SlackMessages.Of(m, "user") == FakeSlack.Bot);
    }

    [Fact]
    public async Task Large_payloads_in_many_frames_are_read_whole()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Sockets.FrameBytes = 1000;
        await scene.People.CommandAsync("dance " + new string('x', 60_000));
        await scene.WhisperAsync(FakeSlack.Alice, "'dance' is not a command");
    }

    [Fact]
    public async Task A_form_of_somebody_else_does_no_harm()
    {
        await using var scene = await SlackScene.StartAsync();
        foreach (var about in new[] { "hello", "[1]", "{\"value\":5}", "" })
            await scene.People.SendAsync(
                "interactive",
                new()
                {
                    ["type"] = "view_submission",
                    ["user"] = new JsonObject { ["id"] = FakeSlack.Alice },
                    ["view"] = new JsonObject
                    {
                        ["callback_id"] = "note",
                        ["private_metadata"] = about,
                        ["state"] = 5,
                    },
                }
            );
        foreach (
            var odd in new[]
            {
                "{}",
                "{\"event\":[]}",
                "{\"event\":{\"type\":5}}",
                "{\"authorizations\":[5],\"event\":{\"type\":\"app_mention\"}}",
            }
        )
            await scene.People.SendAsync("events_api", JsonNode.Parse(odd)!.AsObject());
        await scene.People.CommandAsync("dance");
        await scene.WhisperAsync(FakeSlack.Alice, "'dance' is not a command");
        Assert.DoesNotContain("fail:", scene.Bot.Errors);
    }

    [Fact]
    public async Task A_Slack_that_sends_every_socket_away_is_not_stormed()
    {
        await using var scene = await SlackScene.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            var before = scene.Slack.Sockets.Greeted;
            await scene.Slack.Sockets.DisconnectAsync("refresh_requested");
            scene.Slack.Sockets.Cut(1);
            await scene.UntilAsync(() => scene.Slack.Sockets.Greeted > before, "another socket comes");
        }
        Assert.InRange(scene.Slack.Sockets.Open, 1, 4);
    }

    [Fact]
    public async Task Socket_Mode_switched_off_is_said_where_someone_sees_it()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Slack.Sockets.DisconnectAsync("link_disabled");
        await scene.UntilAsync(
            () => scene.Bot.Errors.Contains("switch it on under Socket Mode"),
            "the log says so"
        );
        Assert.Contains("switch it on under Socket Mode", await scene.Bot.Http.GetStringAsync("/"));
    }
}
