using System.Text.Json.Nodes;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackStoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_user_approves_another_is_refused_and_the_thread_tells_it_all(bool sockets)
    {
        await using var scene = await SlackScene.StartAsync(
            sockets,
            c => c["Approvals"] = new JsonObject { ["Approvers"] = new JsonArray(FakeSlack.Alice) }
        );
        var (slack, people) = (scene.Slack, scene.People);

        await people.CommandAsync("run one-command here", FakeSlack.Bob);
        Assert.Contains("see INC-1", await scene.WhisperAsync(FakeSlack.Bob, "one-command on here"));
        var card = await scene.CardAsync();
        var headline = Assert.Single(slack.Messages.TopLevel);
        Assert.Equal(SlackMessages.Of(headline, "ts"), SlackMessages.Of(card, "thread_ts"));
        Assert.Contains($"<@{FakeSlack.Alice}>", SlackMessages.Json(card));
        Assert.Contains("<!date^", SlackMessages.Json(card));
        Assert.True(card["reply_broadcast"]!.GetValue<bool>());

        await people.ClickAsync(card, "approve", FakeSlack.Bob);
        await scene.WhisperAsync(FakeSlack.Bob, "Bob Builder may not decide about changes");
        Assert.Equal(0, OneCommand.Ran(scene.Directory));

        await Task.WhenAll(
            people.ClickAsync(card, "approve"),
            people.ClickAsync(card, "approve"),
            people.ClickAsync(card, "approve")
        );
        var decided = await scene.CardAsync("Approved by Alice Ops");
        Assert.Empty(SlackPeopleAct.Buttons(decided));
        await scene.WhisperAsync(FakeSlack.Alice, "it is already approved by Alice Ops");
        await scene.MessageAsync("one-command on here: done");
        Assert.Equal(1, OneCommand.Ran(scene.Directory));

        await people.ClickAsync(headline, "export");
        var file = await scene.MessageAsync("\"files\":[");
        Assert.Contains("approved: sh -c", file["files"]![0]!["content"]!.ToString());
        Assert.Equal(SlackMessages.Of(headline, "ts"), SlackMessages.Of(file, "thread_ts"));

        await people.ClickAsync(headline, "resolve");
        await scene.MessageAsync("INC-1 is resolved: Alice Ops resolved it");
        await scene.MessageAsync(
            "resolved at",
            m => SlackMessages.Of(m, "ts") == SlackMessages.Of(headline, "ts")
        );
        Assert.Single(slack.Messages.TopLevel);
    }

    [Fact]
    public async Task Where_the_policy_wants_reasons_a_form_asks_for_them()
    {
        await using var scene = await SlackScene.StartAsync(configure: c =>
            c["Approvals"] = new JsonObject { ["ReasonRequired"] = true }
        );
        await scene.People.CommandAsync("run one-command here");
        await scene.People.ClickAsync(await scene.CardAsync(), "approve", FakeSlack.Bob);
        var form = await scene.ViewAsync("approve");
        await scene.People.SubmitAsync(form, FakeSlack.Bob, ("reason", "on call & awake"));
        await scene.CardAsync("Approved by Bob Builder");
        await scene.MessageAsync("on call &amp; awake");
        await scene.MessageAsync("one-command on here: done");
        Assert.Equal(1, OneCommand.Ran(scene.Directory));
    }

    [Fact]
    public async Task Who_asked_does_not_decide_where_four_eyes_are_wanted_and_a_denial_has_a_reason()
    {
        await using var scene = await SlackScene.StartAsync(configure: c =>
            c["Approvals"] = new JsonObject { ["FourEyes"] = true }
        );
        await scene.People.CommandAsync("run one-command here");
        var card = await scene.CardAsync();
        await scene.People.ClickAsync(card, "approve");
        await scene.WhisperAsync(FakeSlack.Alice, "Alice Ops asked for it");
        await scene.People.ClickAsync(card, "deny", FakeSlack.Bob);
        await scene.People.SubmitAsync(
            await scene.ViewAsync("deny"),
            FakeSlack.Bob,
            ("reason", "not during the sale")
        );
        await scene.CardAsync("Denied by Bob Builder");
        await scene.MessageAsync("not during the sale");
        Assert.Equal(0, OneCommand.Ran(scene.Directory));
    }

    [Fact]
    public async Task A_guest_does_not_decide_and_a_stranger_of_another_workspace_neither()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Api.Users["U0GUEST"] = SlackWebApi.Person("U0GUEST", "guest", "Gus Guest");
        scene.Slack.Api.Users["U0GUEST"]["is_ultra_restricted"] = true;
        await scene.People.CommandAsync("run one-command here");
        var card = await scene.CardAsync();
        await scene.People.ClickAsync(card, "approve", "U0GUEST");
        await scene.WhisperAsync(
            "U0GUEST",
            "Gus Guest may not decide about changes on here: Gus Guest is a guest here"
        );
        var foreign = scene.People.Clicked(card, SlackPeopleAct.Buttons(card).First(), FakeSlack.Bob);
        foreign["team"]!["id"] = "T0OTHER";
        await scene.People.SendAsync("interactive", foreign);
        await scene.WhisperAsync(FakeSlack.Bob, "belongs to another workspace");
        foreign["team"]!["id"] = FakeSlack.Team;
        foreign["user"]!["team_id"] = "T0OTHER";
        await scene.People.SendAsync("interactive", foreign);
        await scene.UntilAsync(
            () =>
                scene.Slack.Api.Ephemerals.Count(m =>
                    SlackMessages.Of(m, "text").Contains("another workspace")
                ) == 2,
            "they are told, too"
        );
        scene.Slack.Faults = (method, _) =>
            method == "users.info" ? SlackFault.Unavailable : SlackFault.None;
        await scene.People.ClickAsync(card, "approve", "U0UNKNOWN");
        await scene.WhisperAsync("U0UNKNOWN", "could not be looked up just now");
        Assert.Equal(0, OneCommand.Ran(scene.Directory));
    }

    [Fact]
    public async Task Who_may_not_decide_cannot_push_an_approval_aside_by_asking_for_another_remedy()
    {
        await using var scene = await SlackScene.StartAsync(configure: c =>
            c["Approvals"] = new JsonObject { ["Approvers"] = new JsonArray(FakeSlack.Alice) }
        );
        var thread = scene.People.Say("502 again");
        await scene.People.MentionAsync("run one-command here", thread);
        await scene.CardAsync();
        await scene.People.MentionAsync("mend here service.reload", thread, FakeSlack.Bob);
        await scene.MessageAsync(
            "another remedy waits for a decision there: Bob Builder may not decide about changes"
        );
        await scene.CardAsync("Approval wanted");
    }

    [Fact]
    public async Task A_user_group_decides()
    {
        await using var scene = await SlackScene.StartAsync(configure: c =>
            c["Approvals"] = new JsonObject { ["Approvers"] = new JsonArray("S0ONCALL") }
        );
        scene.Slack.Api.Groups["S0ONCALL"] = [FakeSlack.Bob];
        await scene.People.CommandAsync("run one-command here");
        var card = await scene.CardAsync();
        Assert.Contains("<!subteam^S0ONCALL>", SlackMessages.Json(card));
        await scene.People.ClickAsync(card, "approve");
        await scene.WhisperAsync(FakeSlack.Alice, "may not decide about changes");
        await scene.People.ClickAsync(card, "approve", FakeSlack.Bob);
        await scene.CardAsync("Approved by Bob Builder");
    }

    [Fact]
    public async Task After_kill_9_the_button_works_and_the_card_is_still_the_same_message()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.People.CommandAsync("run one-command here");
        var card = await scene.CardAsync();
        await scene.Bot.KillAsync();
        await scene.Bot.LaunchAsync();
        await scene.UntilAsync(() => scene.Slack.Sockets.Open == 2, "two sockets are open again");
        await scene.People.ClickAsync(card, "approve");
        var decided = await scene.CardAsync("Approved by Alice Ops");
        Assert.Equal(SlackMessages.Of(card, "ts"), SlackMessages.Of(decided, "ts"));
        await scene.MessageAsync("one-command on here: done");
        Assert.Equal(1, OneCommand.Ran(scene.Directory));
        Assert.Single(scene.Slack.Messages.TopLevel);
    }
}
