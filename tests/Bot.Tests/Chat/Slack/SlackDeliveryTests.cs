using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackDeliveryTests
{
    /// <summary>The bot's messages of every thread, in the order of Slack, by what they are known by.</summary>
    static IEnumerable<List<long>> Threads(FakeSlack slack) =>
        slack
            .Messages.All.Where(m => m["metadata"] is not null)
            .GroupBy(m => m["metadata"]!["event_payload"]!["incident"]!.ToString())
            .Select(g =>
                g.Select(m => m["metadata"]!["event_payload"]!["message"]!.GetValue<long>()).ToList()
            );

    static void NothingTwiceAndInOrder(FakeSlack slack)
    {
        foreach (var thread in Threads(slack))
            Assert.Equal(thread.Distinct().Order(), thread);
    }

    [Fact]
    public async Task Fifty_incidents_through_five_hundred_faults_and_a_kill_lose_nothing_and_double_nothing()
    {
        const int Incidents = 50,
            Injected = 500;
        await using var scene = await SlackScene.StartAsync(configure: c =>
            c["Hosts"] = SlackScene.LocalHosts(Incidents)
        );
        var (slack, people) = (scene.Slack, scene.People);
        var rooms = Enumerable.Range(0, 10).Select(i => $"C0ROOM{i}").ToList();
        foreach (var room in rooms)
        {
            slack.Api.Channels[room] = room.ToLowerInvariant();
            slack.Api.Joined.Add(room);
        }
        var (random, injected) = (new Random(502), 0);
        slack.Faults = (method, _) =>
        {
            lock (random)
            {
                if (injected >= Injected || method is "apps.connections.open" || random.Next(100) >= 60)
                    return SlackFault.None;
                injected++;
                return (SlackFault)random.Next(1, 6);
            }
        };
        for (var i = 0; i < Incidents; i++)
            await people.CommandAsync($"run one-command host-{i}", channel: rooms[i % rooms.Count]);
        for (var i = 0; i < Incidents; i++)
        {
            var id = $"INC-{i + 1}";
            var card = await scene.MessageAsync(
                "Approval wanted",
                m => m["metadata"]?["event_payload"]?["incident"]?.ToString() == id,
                TimeSpan.FromMinutes(5)
            );
            if (i % 10 == 5)
                slack.Sockets.Cut();
            if (i == 25)
                await KillAsync(scene, i);
            var click = people.Clicked(card, SlackPeopleAct.Buttons(card).First(), FakeSlack.Alice);
            await people.SendAsync("interactive", click, $"envelope-{i}");
            await people.SendAsync("interactive", click, $"envelope-{i}"); // a duplicate
        }
        await Eventually.TrueAsync(
            () => Task.FromResult(OneCommand.Ran(scene.Directory) == Incidents),
            "every command ran",
            TimeSpan.FromMinutes(4)
        );
        for (var note = 0; injected < Injected; note++)
        {
            await people.CommandAsync(
                $"note INC-{note % Incidents + 1} note-{note}.",
                channel: rooms[note % rooms.Count]
            );
            await scene.MessageAsync($"noted: note-{note}.", patience: TimeSpan.FromMinutes(2));
        }
        await Eventually.TrueAsync(
            async () => await PendingAsync(scene) == 0,
            "all of it is delivered",
            TimeSpan.FromMinutes(2),
            () => $"{injected} faults, {scene.Bot.Errors}"
        );

        Assert.Equal(Incidents, Threads(slack).Count());
        NothingTwiceAndInOrder(slack);
        for (var i = 0; i < Incidents; i++)
            Assert.Contains(
                slack.Api.Ephemerals,
                m => SlackMessages.Of(m, "text").StartsWith($"one-command on host-{i}: see INC-")
            );
        foreach (var id in Enumerable.Range(1, Incidents).Select(i => $"INC-{i}"))
        {
            var thread = slack
                .Messages.All.Where(m => m["metadata"]?["event_payload"]?["incident"]?.ToString() == id)
                .ToList();
            foreach (
                var start in new[]
                {
                    $"{id} one-command host-",
                    "one-command on host-",
                    "Approved by ",
                    "sh -c",
                }
            )
                Assert.True(
                    thread.Count(m => SlackMessages.Of(m, "text").StartsWith(start)) == 1,
                    $"not once '{start}':\n{string.Join('\n', thread.Select(m => SlackMessages.Of(m, "text")))}"
                );
            Assert.Contains(
                thread,
                m =>
                    SlackMessages.Of(m, "text").StartsWith("one-command on host-")
                    && SlackMessages.Of(m, "text").Contains(": done: ")
            );
            Assert.All(
                thread.Skip(1),
                m => Assert.Equal(SlackMessages.Of(thread[0], "ts"), SlackMessages.Of(m, "thread_ts"))
            );
        }
        Assert.Equal(Incidents, OneCommand.Ran(scene.Directory));
    }

    /// <param name="approved">The runs of so many incidents are to be over: a command that a kill hits half-way is not
    /// repeated, which is another test's story.</param>
    static async Task KillAsync(SlackScene scene, int approved)
    {
        for (var i = 1; i <= approved; i++)
            await scene.Bot.WaitForAsync($"INC-{i}", "run.ended", TimeSpan.FromMinutes(1));
        await scene.Bot.KillAsync();
        await scene.Bot.LaunchAsync();
        await scene.UntilAsync(() => scene.Slack.Sockets.Open > 0, "a socket is open again");
    }

    static async Task<int> PendingAsync(SlackScene scene)
    {
        var metrics = await scene.Bot.Http.GetStringAsync("/metrics");
        return int.Parse(
            metrics.Split('\n').First(l => l.StartsWith("chatops502_outbox_pending ")).Split(' ')[1]
        );
    }

    [Fact]
    public async Task While_Slack_is_away_everything_waits_and_then_comes_in_order_in_its_last_state()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Faults = (method, _) =>
            method.StartsWith("chat.") ? SlackFault.Unavailable : SlackFault.None;
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.Bot.WaitForAsync("INC-1", "host.unknown");
        await scene.Bot.CommandAsync("ack INC-1");
        await scene.Bot.CommandAsync("note INC-1 Slack is away");
        await scene.Bot.CommandAsync("resolve INC-1");
        scene.Slack.Faults = (_, _) => SlackFault.None;
        await scene.MessageAsync("INC-1 is resolved");
        NothingTwiceAndInOrder(scene.Slack);
        var head = await scene.MessageAsync("resolved at", m => m["thread_ts"] is null);
        // what changed meanwhile became one post; one more was perhaps on its way
        Assert.InRange(head["edited"]?.GetValue<int>() ?? 0, 0, 1);
        Assert.Single(scene.Slack.Messages.TopLevel);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_by_a_crash_is_looked_for_before_it_is_posted_again()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Faults = (method, _) =>
            method == "chat.postMessage" ? SlackFault.DoneButCut : SlackFault.None;
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.UntilAsync(() => scene.Slack.Messages.All.Count == 1, "the headline arrived");
        await scene.Bot.KillAsync();
        scene.Slack.Faults = (_, _) => SlackFault.None;
        await scene.Bot.LaunchAsync();
        await scene.MessageAsync("no configured host is nobody");
        Assert.Single(scene.Slack.Messages.TopLevel);
        NothingTwiceAndInOrder(scene.Slack);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_not_posted_again_when_its_edit_is_held_up()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Faults = (method, _) =>
            method switch
            {
                "chat.postMessage" => SlackFault.DoneButFailed,
                "conversations.history" => SlackFault.Unavailable,
                _ => SlackFault.None,
            };
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.UntilAsync(() => scene.Slack.Messages.All.Count == 1, "the headline arrived");
        await scene.Bot.CommandAsync("severity INC-1 s99");
        var held = 0;
        scene.Slack.Faults = (method, _) =>
            method == "chat.update" && held++ < 3 ? SlackFault.RateLimited : SlackFault.None;
        await scene.MessageAsync("*Severity*\\ns99", m => m["thread_ts"] is null);
        Assert.Single(scene.Slack.Messages.TopLevel);
        Assert.True(held > 3, "no edit was held up for long");
    }

    [Fact]
    public async Task Many_edits_become_few_and_the_last_one_shows()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.MessageAsync("no configured host is nobody");
        for (var i = 1; i <= 40; i++)
            await scene.Bot.CommandAsync($"severity INC-1 s{i}");
        var head = await scene.MessageAsync("*Severity*\\ns40", m => m["thread_ts"] is null);
        Assert.InRange(head["edited"]!.GetValue<int>(), 1, 10);
    }

    [Fact]
    public async Task What_changes_while_a_post_is_on_its_way_is_not_forgotten()
    {
        await using var scene = await SlackScene.StartAsync();
        using var posting = new ManualResetEventSlim();
        using var changed = new ManualResetEventSlim();
        scene.Slack.Faults = (method, _) =>
        {
            if (method == "chat.postMessage" && !posting.IsSet)
            {
                posting.Set();
                changed.Wait(TimeSpan.FromSeconds(20));
            }
            return SlackFault.None;
        };
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.UntilAsync(() => posting.IsSet, "the headline is being posted");
        await scene.Bot.CommandAsync("severity INC-1 s99");
        changed.Set();
        await scene.MessageAsync("*Severity*\\ns99", m => m["thread_ts"] is null);
    }

    [Fact]
    public async Task After_a_restart_replies_find_their_thread_although_the_channel_is_known_by_name_only()
    {
        await using var scene = await SlackScene.StartAsync(configure: c =>
            c["Slack"]!["IncidentChannel"] = "#incidents"
        );
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.MessageAsync("no configured host is nobody");
        await scene.Bot.KillAsync();
        scene.Slack.Faults = (method, _) =>
            method == "conversations.list" ? SlackFault.Unavailable : SlackFault.None;
        await scene.Bot.LaunchAsync();
        await scene.Bot.CommandAsync("note INC-1 after the restart");
        var note = await scene.MessageAsync("after the restart");
        Assert.Equal(
            SlackMessages.Of(scene.Slack.Messages.TopLevel.Single(), "ts"),
            SlackMessages.Of(note, "thread_ts")
        );
    }

    [Fact]
    public async Task An_answer_in_the_open_comes_once_through_unclear_outcomes()
    {
        await using var scene = await SlackScene.StartAsync();
        var left = 2;
        scene.Slack.Faults = (method, _) =>
            method == "chat.postMessage" && left-- > 0 ? SlackFault.DoneButCut : SlackFault.None;
        await scene.People.MentionAsync("hosts");
        await scene.MessageAsync("\"text\":\"here\"");
        scene.Slack.Faults = (_, _) => SlackFault.None;
        await scene.People.MentionAsync("runbooks");
        await scene.MessageAsync("one-command: One command");
        Assert.Single(scene.Slack.Messages.All, m => SlackMessages.Of(m, "text") == "here");
    }

    [Fact]
    public async Task An_answer_that_Slack_does_not_take_is_owed_through_a_kill()
    {
        await using var scene = await SlackScene.StartAsync();
        var refused = 0;
        scene.Slack.Faults = (_, _) =>
        {
            Interlocked.Increment(ref refused);
            return SlackFault.Unavailable;
        };
        await scene.People.CommandAsync("note nothing to note");
        await scene.UntilAsync(() => refused > 2, "the answer is tried");
        await scene.Bot.KillAsync();
        scene.Slack.Faults = (_, _) => SlackFault.None;
        await scene.Bot.LaunchAsync();
        await scene.WhisperAsync(FakeSlack.Alice, "no incident is open");
        await scene.People.CommandAsync("dance");
        await scene.WhisperAsync(FakeSlack.Alice, "'dance' is not a command");
        Assert.Equal(2, scene.Slack.Api.Ephemerals.Count);
    }

    [Fact]
    public async Task A_file_that_cannot_be_uploaded_does_not_hold_up_the_thread()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Faults = (method, _) =>
            method == "files.getUploadURLExternal" ? SlackFault.Unavailable : SlackFault.None;
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.Bot.WaitForAsync("INC-1", "host.unknown");
        await scene.People.CommandAsync("export INC-1 md");
        await scene.MessageAsync("exported the timeline");
        await scene.Bot.CommandAsync("note INC-1 the thread goes on");
        await scene.MessageAsync("the thread goes on");
        await scene.Bot.KillAsync();
        scene.Slack.Faults = (_, _) => SlackFault.None;
        await scene.Bot.LaunchAsync();
        await scene.MessageAsync("\"files\":");
        Assert.Single(scene.Slack.Messages.All, m => m["files"] is not null);
        NothingTwiceAndInOrder(scene.Slack);
    }

    [Fact]
    public async Task Where_response_urls_cannot_be_reached_people_are_answered_all_the_same()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.People.CommandAsync(
            "dance",
            answerTo: $"http://[::1]:{new Uri(scene.Slack.Url).Port}/where/nothing/listens"
        );
        await scene.WhisperAsync(FakeSlack.Alice, "'dance' is not a command");
    }

    [Fact]
    public async Task A_deleted_message_comes_once_through_unclear_outcomes()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Bot.SendAlertAsync("firing", "nobody");
        var head = await scene.MessageAsync("too many 502", m => m["thread_ts"] is null);
        await scene.MessageAsync("no configured host is nobody");
        scene.Slack.Messages.Delete(FakeSlack.Channel, SlackMessages.Of(head, "ts"));
        var left = 3;
        scene.Slack.Faults = (method, _) =>
            method == "chat.postMessage" && left-- > 0 ? SlackFault.DoneButFailed : SlackFault.None;
        await scene.Bot.CommandAsync("ack INC-1");
        await scene.MessageAsync("*Acknowledged*", m => m["thread_ts"] is null);
        await scene.Bot.CommandAsync("severity INC-1 s99");
        await scene.MessageAsync("*Severity*\\ns99", m => m["thread_ts"] is null);
        Assert.Single(
            scene.Slack.Messages.TopLevel,
            m => m["metadata"] is not null && m["thread_ts"] is null
        );
    }

    [Fact]
    public async Task A_message_that_somebody_deleted_comes_again_when_it_changes()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Bot.SendAlertAsync("firing", "nobody");
        var head = await scene.MessageAsync("too many 502", m => m["thread_ts"] is null);
        scene.Slack.Messages.Delete(FakeSlack.Channel, SlackMessages.Of(head, "ts"));
        await scene.Bot.CommandAsync("ack INC-1");
        await scene.MessageAsync("*Acknowledged*", m => m["thread_ts"] is null);
    }
}
