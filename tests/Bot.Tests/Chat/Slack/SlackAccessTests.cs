using System.Text.Json.Nodes;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

/// <summary>Guests, people of other workspaces and unknown ones, on every way that leads into the bot.</summary>
public sealed class SlackAccessTests
{
    const string Guest = "U0GUEST",
        Stranger = "U0MALLORY",
        Unknown = "U0NOBODY";

    static async Task<SlackScene> SceneAsync(Action<JsonObject>? configure = null)
    {
        var scene = await SlackScene.StartAsync(configure: configure);
        scene.Slack.Api.Users[Guest] = User(Guest, "Gus Guest", FakeSlack.Team, isGuest: true);
        scene.Slack.Api.Users[Stranger] = User(Stranger, "Mallory", "T0OTHER", isGuest: false);
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.MessageAsync("no configured host is nobody");
        return scene;
    }

    static JsonObject User(string id, string name, string team, bool isGuest) =>
        new()
        {
            ["id"] = id,
            ["team_id"] = team,
            ["name"] = name.ToLowerInvariant(),
            ["real_name"] = name,
            ["is_restricted"] = isGuest,
            ["profile"] = new JsonObject { ["display_name"] = name, ["real_name"] = name },
        };

    public static TheoryData<string> Words =>
        [
            "help",
            "check here",
            "explain connect() failed (111: Connection refused) while connecting to upstream",
            "hosts",
            "runbooks",
            "run one-command here",
            "fix here",
            "mend here service.restart",
            "incidents",
            "status INC-1",
            "ack INC-1",
            "note INC-1 hello",
            "severity INC-1 none",
            "silence INC-1 7d sleep well",
            "verify here",
            "undo INC-1",
            "resolve INC-1",
            "export INC-1 json",
            "dance",
        ];

    [Fact]
    public async Task No_word_of_an_outsider_does_anything()
    {
        await using var scene = await SceneAsync();
        foreach (var user in new[] { Guest, Stranger, Unknown })
        {
            foreach (var word in Words)
                await scene.People.CommandAsync(word, user);
            await scene.UntilAsync(
                () =>
                    scene.Slack.Api.Ephemerals.Count(m => SlackMessages.Of(m, "user") == user)
                    == Words.Count,
                $"{user} is answered to each"
            );
            Assert.All(
                scene.Slack.Api.Ephemerals.Where(m => SlackMessages.Of(m, "user") == user),
                m => Assert.Contains("may not", SlackMessages.Of(m, "text"))
            );
        }
        await AssertUntouchedAsync(scene);
    }

    [Fact]
    public async Task No_button_form_pin_shortcut_or_mention_of_an_outsider_does_anything()
    {
        await using var scene = await SceneAsync();
        var headline = await scene.MessageAsync("INC-1 High502Rate");
        var message = scene.People.Say("look at this", SlackMessages.Of(headline, "ts"));
        foreach (var button in new[] { "ack", "resolve", "export" })
            await scene.People.ClickAsync(headline, button, Guest);
        await scene.People.ClickAsync(headline, "note", Guest);
        await scene.People.SubmitAsync(await scene.ViewAsync("note"), Guest, ("text", "hello"));
        await scene.People.ClickAsync(headline, "silence", Guest);
        await scene.People.SubmitAsync(await scene.ViewAsync("silence"), Guest, ("time", "30m"));
        await scene.People.ReactAsync(message, user: Guest);
        await scene.People.ShortcutAsync(message, "add_to_timeline", Guest);
        await scene.People.MentionAsync("resolve INC-1", SlackMessages.Of(headline, "ts"), Guest);
        await scene.UntilAsync(
            () => scene.Slack.Api.Ephemerals.Count(m => SlackMessages.Of(m, "user") == Guest) >= 7,
            "the guest is told each time"
        );
        await scene.MessageAsync(
            "Gus Guest may not change incidents",
            m => SlackMessages.Of(m, "user") == FakeSlack.Bot
        );
        await AssertUntouchedAsync(scene);
    }

    [Fact]
    public async Task A_refusal_stands_in_the_timeline_once()
    {
        await using var scene = await SceneAsync();
        for (var i = 0; i < 5; i++)
            await scene.People.CommandAsync("resolve INC-1", Guest);
        await scene.UntilAsync(
            () => scene.Slack.Api.Ephemerals.Count == 5,
            "the guest is told five times"
        );
        var refused = (await scene.Bot.IncidentAsync("INC-1"))["timeline"]!
            .AsArray()
            .Where(e => e!["kind"]!.ToString() == "access.refused");
        Assert.Contains("Who may: members", Assert.Single(refused)!["text"]!.ToString());
    }

    [Fact]
    public async Task A_rule_lets_only_those_it_names()
    {
        await using var scene = await SceneAsync(c =>
            c["Access"] = new JsonObject
            {
                ["Rules"] = new JsonArray(
                    new JsonObject { ["Do"] = "incident", ["Who"] = new JsonArray(FakeSlack.Alice) }
                ),
            }
        );
        await scene.People.CommandAsync("resolve INC-1", FakeSlack.Bob);
        await scene.WhisperAsync(FakeSlack.Bob, "Bob Builder may not change incidents");
        await scene.People.CommandAsync("resolve INC-1");
        await scene.WhisperAsync(FakeSlack.Alice, "INC-1 is resolved");
    }

    static async Task AssertUntouchedAsync(SlackScene scene)
    {
        var incident = await scene.Bot.IncidentAsync("INC-1");
        Assert.Equal(
            ("open", "critical", null),
            (
                incident["status"]!.ToString(),
                incident["severity"]!.ToString(),
                incident["acknowledgedAt"]?.ToString()
            )
        );
        Assert.Single(await scene.Bot.IncidentsAsync());
        Assert.DoesNotContain(
            incident["timeline"]!.AsArray(),
            e => e!["kind"]!.ToString() is "note" or "pin" or "alert.silenced" or "run.started"
        );
        Assert.Equal(0, OneCommand.Ran(scene.Directory));
    }
}
