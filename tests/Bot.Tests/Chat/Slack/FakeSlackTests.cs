using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

/// <summary>The fake proves itself: an ordinary app on Slack's own client, Bolt, works against it.</summary>
public sealed class FakeSlackTests
{
    [Theory]
    [InlineData("socket")]
    [InlineData("http")]
    public async Task An_unchanged_Bolt_app_works_against_it(string mode)
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.KeepsCalls = false;
        var port = Ports.Free();
        await using var bolt = await NodePeer.StartAsync("bolt-app.mjs", slack.ApiUrl, mode, $"{port}");
        if (mode == "http")
            (slack.People.BotUrl, slack.People.Route) = (
                $"http://127.0.0.1:{port}",
                _ => "/slack/events"
            );
        else
            await Eventually.TrueAsync(() => slack.Sockets.Open > 0, "bolt opens a socket");

        await slack.People.CommandAsync("check web-01");
        await UntilAsync(
            () => slack.Api.Ephemerals.Any(m => SlackMessages.Of(m, "text") == "bolt heard check web-01"),
            "bolt answers the command"
        );
        await UntilAsync(() => slack.Messages.All.Count > 0, "bolt posts");
        var card = slack.Messages.All[0];
        await slack.People.ClickAsync(card, "approve");
        await UntilAsync(() => slack.Api.Views.Count == 1, "bolt opens a form");
        await UntilAsync(
            () => slack.Api.Ephemerals.Any(m => SlackMessages.Of(m, "text") == "bolt opened a form"),
            "bolt answers the click"
        );
        var form = slack.Api.Views.Values.Single();
        Assert.Equal(
            "please say why",
            (await slack.People.SubmitAsync(form, FakeSlack.Alice))!["errors"]!["reason"]!.ToString()
        );
        await slack.People.SubmitAsync(form, FakeSlack.Alice, ("reason", "because"));
        await UntilAsync(
            () =>
                slack.Messages.All.Any(m => SlackMessages.Of(m, "text") == "bolt: U0ALICE said because"),
            "bolt edits its message"
        );
        await UntilAsync(
            () => slack.Messages.All.Any(m => m["files"]?[0]?["content"]?.ToString() == "because 1"),
            "bolt shares a file in the thread"
        );
        await slack.People.MentionAsync("hello");
        await UntilAsync(
            () => slack.Messages.All.Any(m => SlackMessages.Of(m, "text").StartsWith("bolt was called")),
            "bolt hears the mention"
        );
        await slack.People.ShortcutAsync(slack.People.Say("look at this"), "add_to_timeline");
        await UntilAsync(
            () => slack.Api.Ephemerals.Any(m => SlackMessages.Of(m, "text") == "bolt pins look at this"),
            "bolt hears the shortcut"
        );

        Task UntilAsync(Func<bool> condition, string what) =>
            Eventually.TrueAsync(
                () => Task.FromResult(condition()),
                what,
                context: () => bolt.Errors + string.Join('\n', slack.Violations)
            );
    }

    /// <summary>Both vectors are public: Slack's documentation has the first.</summary>
    [Theory]
    [InlineData(
        "8f742231b10e8888abcd99yyyzzz85a5",
        "1531420618",
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
            + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
            + "%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )]
    [InlineData(
        "opsbot-test-secret",
        "1700000000",
        "command=%2Fops&text=declare+%22caf%C3%A9+down%22&user_id=U01ALICE",
        "v0=76a2a75cd7fd3be6d18e419f3c44e6d2fa697dc552834598047aff326634558c"
    )]
    public void Signatures_are_the_published_ones(
        string secret,
        string timestamp,
        string body,
        string expected
    ) =>
        Assert.Equal(
            expected,
            SlackSignature.Of(secret, timestamp, System.Text.Encoding.UTF8.GetBytes(body))
        );

    [Fact]
    public async Task It_refuses_what_Slack_refuses()
    {
        var slack = await FakeSlack.StartAsync();
        JsonObject Post(string blocks) =>
            slack.Api.Answer(
                "chat.postMessage",
                new()
                {
                    ["channel"] = FakeSlack.Channel,
                    ["text"] = "x",
                    ["blocks"] = JsonNode.Parse(blocks),
                },
                FakeSlack.BotToken
            );
        Assert.Equal(
            "invalid_blocks",
            Post("""[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]""")["error"]!.ToString()
        );
        Assert.Equal(
            "invalid_blocks",
            Post(
                """[{"type":"section","text":{"type":"mrkdwn","text":"LONG"}}]""".Replace(
                    "LONG",
                    new string('x', 3001)
                )
            )["error"]!.ToString()
        );
        Assert.Equal(
            "invalid_blocks",
            Post(
                """[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}},{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}}]}]"""
            )["error"]!.ToString()
        );
        Assert.Equal(
            "invalid_auth",
            slack.Api.Answer("auth.test", [], "xoxb-wrong")["error"]!.ToString()
        );
        Assert.Equal(
            "not_in_channel",
            slack.Api.Answer(
                "chat.postMessage",
                new() { ["channel"] = FakeSlack.Elsewhere, ["text"] = "x" },
                FakeSlack.BotToken
            )["error"]!.ToString()
        );
        slack.Violations.Clear();
        await slack.DisposeAsync();
    }
}
