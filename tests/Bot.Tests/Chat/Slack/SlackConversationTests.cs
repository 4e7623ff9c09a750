using System.Text.Json.Nodes;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackConversationTests
{
    [Fact]
    public async Task Every_word_is_answered_to_who_typed_it_also_as_Slack_mangles_it()
    {
        await using var scene = await SlackScene.StartAsync();
        foreach (
            var (typed, answer) in new[]
            {
                ("", "check HOST..."),
                ("help", "/502 silence"),
                ("chekc here", "did you mean /502 check?"),
                ("check\u00A0web-99", "there is no host 'web-99'"),
                ("check <http://her.example.com|her>", "did you mean here?"),
                ("runbooks", "one-command: One command, approved"),
                (
                    "explain 2026/11/22 17:05:27 [error] 971#971: *12 connect() failed (111: Connection "
                        + "refused) while connecting to upstream, client: 10.0.0.1, server: shop.example, request: "
                        + "\"GET / HTTP/1.1\", upstream: \"<http://127.0.0.1:3000/>\", host: "
                        + "\"<http://shop.example|shop.example>\"",
                    "backend-down"
                ),
            }
        )
        {
            await scene.People.CommandAsync(typed);
            await scene.WhisperAsync(FakeSlack.Alice, answer);
        }
        Assert.Empty(scene.Slack.Messages.All);
    }

    [Fact]
    public async Task A_mention_in_a_thread_is_answered_there_and_what_it_starts_goes_on_there()
    {
        await using var scene = await SlackScene.StartAsync();
        var thread = scene.People.Say("is anything wrong?");
        await scene.People.MentionAsync("run one-command here", thread);
        var card = await scene.CardAsync();
        Assert.Equal(thread, SlackMessages.Of(card, "thread_ts"));
        await scene.People.MentionAsync("note looking at it", thread);
        Assert.Equal(thread, SlackMessages.Of(await scene.MessageAsync("noted in INC-1"), "thread_ts"));
        Assert.Single(scene.Slack.Messages.TopLevel);
    }

    [Fact]
    public async Task A_direct_message_is_a_command_and_the_bot_does_not_talk_to_itself()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Api.Channels["D0ALICE"] = "";
        scene.Slack.Api.Joined.Add("D0ALICE");
        var ts = scene.People.Say("hosts", user: FakeSlack.Alice, channel: "D0ALICE");
        var said = new JsonObject
        {
            ["type"] = "message",
            ["channel"] = "D0ALICE",
            ["channel_type"] = "im",
            ["user"] = FakeSlack.Alice,
            ["text"] = "hosts",
            ["ts"] = ts,
        };
        await scene.People.EventAsync(said);
        var answer = await scene.MessageAsync("\"text\":\"here\"");
        var own = new JsonObject
        {
            ["type"] = "message",
            ["channel"] = "D0ALICE",
            ["channel_type"] = "im",
            ["user"] = FakeSlack.Bot,
            ["bot_id"] = "B0BOT502",
            ["text"] = "hosts",
            ["ts"] = SlackMessages.Of(answer, "ts"),
        };
        await scene.People.EventAsync(own);
        await scene.People.CommandAsync("dance");
        await scene.WhisperAsync(FakeSlack.Alice, "is not a command");
        Assert.Equal(2, scene.Slack.Messages.All.Count);
    }

    [Fact]
    public async Task A_command_where_the_bot_is_not_goes_on_in_the_incident_channel_and_who_asked_is_told()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.People.CommandAsync("run one-command here", channel: FakeSlack.Elsewhere);
        await scene.WhisperAsync(FakeSlack.Alice, "goes on in the incident channel");
        var card = await scene.CardAsync();
        Assert.Equal(FakeSlack.Channel, SlackMessages.Of(card, "channel"));
        scene.Slack.Api.Joined.Add(FakeSlack.Elsewhere);
        await scene.People.CommandAsync("check here", channel: FakeSlack.Elsewhere);
        await scene.UntilAsync(
            () =>
                scene.Slack.Messages.TopLevel.Any(m =>
                    SlackMessages.Of(m, "channel") == FakeSlack.Elsewhere
                ),
            "a thread begins where the bot is"
        );
    }

    [Fact]
    public async Task Notes_and_old_buttons()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Bot.SendAlertAsync("firing", "here");
        var head = await scene.MessageAsync("too many 502", m => m["thread_ts"] is null);
        await scene.People.ClickAsync(head, "note");
        await scene.People.SubmitAsync(
            await scene.ViewAsync("note"),
            FakeSlack.Alice,
            ("text", "restarted <!channel> the database")
        );
        await scene.MessageAsync("Alice Ops noted: restarted &lt;!channel&gt; the database");
        await scene.People.CommandAsync("resolve INC-1");
        await scene.MessageAsync("resolved at", m => m["thread_ts"] is null);
        await scene.People.ClickAsync(head, "check");
        await scene.WhisperAsync(FakeSlack.Alice, "this button with it");
        await scene.People.ClickAsync(head, "ack");
        await scene.WhisperAsync(FakeSlack.Alice, "INC-1");
        Assert.Single(scene.Slack.Messages.TopLevel);
    }

    [Fact]
    public async Task Alertmanagers_repeats_post_nothing_new()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.MessageAsync("no configured host is nobody");
        var before = scene.Slack.Messages.All.Count;
        for (var i = 0; i < 20; i++)
            await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.People.CommandAsync("dance");
        await scene.WhisperAsync(FakeSlack.Alice, "is not a command");
        Assert.Equal(before, scene.Slack.Messages.All.Count);
        await scene.Bot.SendAlertAsync("resolved", "nobody");
        await scene.MessageAsync("the alert resolved", m => SlackMessages.Of(m, "thread_ts").Length > 0);
        Assert.Single(scene.Slack.Messages.TopLevel);
    }

    [Fact]
    public async Task The_Home_tab_shows_what_is_open_and_what_waits_for_me()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.People.CommandAsync("run one-command here", FakeSlack.Bob);
        await scene.CardAsync();
        await scene.People.EventAsync(
            new()
            {
                ["type"] = "app_home_opened",
                ["user"] = FakeSlack.Alice,
                ["channel"] = "D0ALICE",
                ["tab"] = "home",
            }
        );
        await scene.UntilAsync(
            () => scene.Slack.Api.Homes.ContainsKey(FakeSlack.Alice),
            "the tab is published"
        );
        var home = scene.Slack.Api.Homes[FakeSlack.Alice];
        foreach (
            var words in new[]
            {
                "Open incidents: 1",
                "INC-1 one-command here",
                "Waiting for you: 1",
                "Hosts: 1",
            }
        )
            Assert.Contains(words, SlackMessages.Json(home));

        var button = SlackPeopleAct
            .Buttons(home)
            .First(b => b["action_id"]!.ToString().StartsWith("approve"));
        var click = scene.People.Clicked(
            new() { ["channel"] = "", ["ts"] = "" },
            button,
            FakeSlack.Alice
        );
        foreach (var name in new[] { "channel", "message", "response_url" })
            click.Remove(name);
        click["container"] = new JsonObject { ["type"] = "view", ["view_id"] = "V1" };
        await scene.People.SendAsync("interactive", click);
        await scene.CardAsync("Approved by Alice Ops");
        await scene.UntilAsync(
            () =>
                SlackMessages
                    .Json(scene.Slack.Api.Homes[FakeSlack.Alice])
                    .Contains("No approval waits for you"),
            "the tab is drawn anew"
        );

        await scene.Bot.CommandAsync("resolve INC-1");
        await scene.UntilAsync(
            () => SlackMessages.Json(scene.Slack.Api.Homes[FakeSlack.Alice]).Contains("No open incident"),
            "the tab follows what happens elsewhere"
        );
    }
}
