using System.Text.Json.Nodes;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackPinTests
{
    static async Task<(SlackScene Scene, string Thread)> OpenAsync()
    {
        var scene = await SlackScene.StartAsync();
        await scene.Bot.SendAlertAsync("firing", "nobody");
        var head = await scene.MessageAsync("too many 502", m => m["thread_ts"] is null);
        return (scene, SlackMessages.Of(head, "ts"));
    }

    static async Task<List<JsonNode>> PinsAsync(SlackScene scene) =>
        [
            .. (await scene.Bot.IncidentAsync("INC-1"))["timeline"]!
                .AsArray()
                .Where(e => e!["kind"]!.ToString() == "pin")
                .Select(e => e!),
        ];

    static async Task UntilPinsAsync(SlackScene scene, Func<List<JsonNode>, bool> wanted, string what) =>
        await TestKit.Eventually.TrueAsync(
            async () => wanted(await PinsAsync(scene)),
            what,
            TimeSpan.FromSeconds(20),
            () => scene.Bot.Errors
        );

    [Fact]
    public async Task A_pushpin_puts_a_message_on_the_timeline_and_edits_and_unpins_follow()
    {
        var (scene, thread) = await OpenAsync();
        await using var _ = scene;
        var ts = scene.People.Say(
            $"<@{FakeSlack.Alice}> restarted &lt;db&gt; see <https://wiki.example/x|the wiki>",
            thread
        );
        await scene.People.ReactAsync(ts);
        await scene.People.ReactAsync(ts, user: FakeSlack.Bob);
        await scene.WhisperAsync(FakeSlack.Bob, "added to the timeline of INC-1");
        await UntilPinsAsync(
            scene,
            p => p is [var one] && one["data"]!["by"]!.ToString().Contains("Bob Builder"),
            "one entry, both credited"
        );
        var pin = Assert.Single(await PinsAsync(scene));
        Assert.Equal("@Alice Ops restarted <db> see the wiki", pin["text"]!.ToString());
        Assert.Equal("Bob Builder", pin["actor"]!.ToString());
        Assert.Equal(
            long.Parse(ts.Split('.')[0]),
            DateTimeOffset
                .Parse(pin["at"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)
                .ToUnixTimeSeconds()
        );
        Assert.Contains("/archives/", pin["data"]!["link"]!.ToString());

        await scene.People.EditAsync(ts, "restarted the replica");
        await UntilPinsAsync(
            scene,
            p => p is [var one] && one["text"]!.ToString() == "restarted the replica",
            "the edit follows"
        );
        await scene.People.ReactAsync(ts, added: false);
        await UntilPinsAsync(
            scene,
            p => p is [var one] && one["data"]!["by"]!.ToString() == "Bob Builder",
            "one of two pins is gone"
        );
        Assert.Contains(
            "restarted the replica",
            await scene.Bot.Http.GetStringAsync("/api/incidents/INC-1/export?format=md")
        );
        await scene.People.ReactAsync(ts, added: false, user: FakeSlack.Bob);
        await UntilPinsAsync(scene, p => p.Count == 0, "the last pin takes it off");
    }

    [Fact]
    public async Task The_shortcut_asks_which_incident_when_nothing_decides()
    {
        var (scene, _) = await OpenAsync();
        await using var __ = scene;
        await scene.Bot.SendAlertAsync("firing", "other", key: "other");
        await scene.MessageAsync("INC-2");
        var ts = scene.People.Say("it began with the deploy");
        await scene.People.ShortcutAsync(ts, "add_to_timeline");
        await scene.People.SubmitAsync(
            await scene.ViewAsync("pin"),
            FakeSlack.Alice,
            ("incident", "INC-1")
        );
        await UntilPinsAsync(
            scene,
            p => p is [var one] && one["text"]!.ToString() == "it began with the deploy",
            "it is on the timeline"
        );
    }

    [Fact]
    public async Task The_shortcut_works_where_the_bot_is_not()
    {
        var (scene, _) = await OpenAsync();
        await using var __ = scene;
        await scene.People.ShortcutAsync(
            scene.People.Say("we shipped at <!date^1|noon>", channel: FakeSlack.Elsewhere),
            "add_to_timeline",
            channel: FakeSlack.Elsewhere
        );
        await scene.People.SubmitAsync(
            await scene.ViewAsync("pin"),
            FakeSlack.Alice,
            ("incident", "INC-1")
        );
        await UntilPinsAsync(
            scene,
            p =>
                p is [var one]
                && one["text"]!.ToString().StartsWith("we shipped")
                && one["actor"]!.ToString() == "Bob Builder",
            "it is on the timeline"
        );
    }

    [Fact]
    public async Task What_an_app_says_in_attachments_or_blocks_is_pinned_too()
    {
        var (scene, thread) = await OpenAsync();
        await using var _ = scene;
        var ts = scene.Slack.Messages.Add(
            JsonNode
                .Parse(
                    $$"""
                    { "type": "message", "channel": "{{FakeSlack.Channel}}", "thread_ts": "{{thread}}", "bot_id": "B1", "username": "deployer", "text": "",
                      "attachments": [ { "title": "shop", "text": "v2 is out" } ], "blocks": [ { "type": "section", "text": { "type": "mrkdwn", "text": "by the pipeline" } } ] }
                    """
                )!
                .AsObject(),
            TimeProvider.System.GetUtcNow()
        );
        await scene.People.ReactAsync(ts);
        await UntilPinsAsync(
            scene,
            p =>
                p is [var one]
                && one["text"]!.ToString() == "shop\nv2 is out\nby the pipeline"
                && one["actor"]!.ToString() == "deployer",
            "its words are on the timeline"
        );
        await scene.People.MentionAsync($"note asked <@{FakeSlack.Bob}> about it", thread);
        await scene.MessageAsync("asked @Bob Builder about it");
    }

    [Fact]
    public async Task Pins_wait_for_Slack_and_keep_their_order()
    {
        var (scene, thread) = await OpenAsync();
        await using var _ = scene;
        var (kept, dropped) = (scene.People.Say("kept", thread), scene.People.Say("dropped", thread));
        scene.Slack.Faults = (method, _) =>
            method.StartsWith("conversations.") ? SlackFault.Unavailable : SlackFault.None;
        await scene.People.ReactAsync(dropped);
        await scene.People.ReactAsync(dropped, added: false);
        await scene.People.ReactAsync(kept);
        await scene.UntilAsync(
            () => scene.Bot.Errors.Contains("kept and retried"),
            "the message cannot be read"
        );
        scene.Slack.Faults = (_, _) => SlackFault.None;
        await UntilPinsAsync(
            scene,
            p => p is [var one] && one["text"]!.ToString() == "kept",
            "only one of them is pinned"
        );
    }

    [Fact]
    public async Task Another_emoji_and_a_pin_elsewhere_mean_nothing()
    {
        var (scene, thread) = await OpenAsync();
        await using var _ = scene;
        await scene.People.ReactAsync(scene.People.Say("nice", thread), reaction: "eyes");
        scene.Slack.Api.Joined.Add(FakeSlack.Elsewhere);
        await scene.People.ReactAsync(
            scene.People.Say("lunch?", channel: FakeSlack.Elsewhere),
            channel: FakeSlack.Elsewhere
        );
        await scene.People.CommandAsync("dance");
        await scene.WhisperAsync(FakeSlack.Alice, "is not a command");
        Assert.Empty(await PinsAsync(scene));
    }
}
