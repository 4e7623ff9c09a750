using System.Text.Json.Nodes;
using ChatOps502.Lab.Tests.Hosts;
using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Lab.Tests;

/// <summary>
/// From the first 502 on a host to the export in the Slack thread, with a real Alertmanager in between.
/// </summary>
[Collection(nameof(Lab))]
public sealed class SlackChainTests(Hosts.Lab lab)
{
    const string Token = "a-token-for-the-lab-only";

    [Theory]
    [InlineData("socks", true)]
    [InlineData("http", false)]
    public async Task The_whole_story_is_told_and_decided_in_Slack(string name, bool sockets)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await lab.BootAsync("slack-" + name);
        await using var bot = await BotProcess.StartAsync(
            c =>
            {
                host.Configure(c);
                slack.Configure(c, sockets);
                c["Console"]!["Token"] = Token;
                c["Alerts"] = new JsonObject
                {
                    ["Token"] = Token,
                    ["AlertmanagerUrl"] = $"http://{host.Address}:9093",
                };
                c["Approvals"] = new JsonObject { ["Approvers"] = new JsonArray(FakeSlack.Alice) };
            },
            "10.50.202.1"
        );
        bot.Http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        if (!sockets)
            slack.People.BotUrl = bot.Url;
        await host.ShAsync(AlertChain.Script(host.Name, bot.Url, Token));

        var card = await MessageAsync("Approval wanted");
        Assert.Contains("systemctl start cart", SlackMessages.Json(card));
        await MessageAsync($"{host.Name}: cart is stopped", "backend-down");
        await slack.People.ClickAsync(card, "approve", FakeSlack.Bob);
        await WhisperAsync("Bob Builder may not decide about changes");
        await slack.People.ClickAsync(card, "approve");
        await MessageAsync("Approved by Alice Ops");
        await MessageAsync("it helped. Before: ", "pass: ");
        await MessageAsync("the alert resolved; verifying");
        var head = await MessageAsync("mitigated at");
        Assert.Null(head["thread_ts"]);

        await slack.People.CommandAsync($"check {host.Name}");
        await MessageAsync($"check on {host.Name}: done");
        await slack.People.ClickAsync(head, "silence");
        var form = await ViewAsync("silence");
        Assert.Contains(
            "is not a time",
            (
                await slack.People.SubmitAsync(
                    form,
                    FakeSlack.Alice,
                    ("time", "custom"),
                    ("custom", "soon")
                )
            )!["errors"]!["custom"]!.ToString()
        );
        await slack.People.SubmitAsync(form, FakeSlack.Alice, ("time", "2h"), ("reason", "watching it"));
        await MessageAsync("Alice Ops silenced High502Rate until");
        var silence = JsonNode
            .Parse(await host.ShAsync("curl -s http://127.0.0.1:9093/api/v2/silences"))!
            .AsArray()
            .Single()!;
        Assert.Equal(
            ("Alice Ops", "INC-1: watching it"),
            (silence["createdBy"]!.ToString(), silence["comment"]!.ToString())
        );

        await slack.People.CommandAsync("resolve INC-1");
        await MessageAsync("INC-1 is resolved: Alice Ops resolved it");
        await slack.People.CommandAsync("export INC-1");
        var file = await MessageAsync("\"files\":[");
        foreach (
            var line in new[]
            {
                "alert.firing",
                "cart is stopped",
                "approval.refused",
                "approved: systemctl start cart",
                "verify.passed",
                "alert.resolved",
                "alert.silenced",
                "incident.resolved",
            }
        )
            Assert.Contains(line, file["files"]![0]!["content"]!.ToString());
        Assert.Equal(SlackMessages.Of(head, "ts"), SlackMessages.Of(file, "thread_ts"));
        Assert.Single(slack.Messages.TopLevel, m => SlackMessages.Of(m, "text").StartsWith("INC-1 "));

        async Task<JsonObject> MessageAsync(params string[] words)
        {
            JsonObject? found = null;
            await Eventually.TrueAsync(
                () =>
                    Task.FromResult(
                        (
                            found = slack.Messages.All.FirstOrDefault(m =>
                                SlackMessages.Json(m) is var json && words.All(w => json.Contains(w))
                            )
                        )
                            is not null
                    ),
                $"a message says {string.Join(" and ", words)}",
                TimeSpan.FromSeconds(60),
                Story
            );
            return found!;
        }
        Task WhisperAsync(string words) =>
            Eventually.TrueAsync(
                () =>
                    Task.FromResult(
                        slack.Api.Ephemerals.Any(m => SlackMessages.Of(m, "text").Contains(words))
                    ),
                $"somebody is told '{words}'",
                TimeSpan.FromSeconds(20),
                Story
            );
        async Task<JsonObject> ViewAsync(string callback)
        {
            JsonObject? view = null;
            await Eventually.TrueAsync(
                () =>
                    Task.FromResult(
                        (
                            view = slack.Api.Views.Values.FirstOrDefault(v =>
                                SlackMessages.Of(v, "callback_id") == callback
                            )
                        )
                            is not null
                    ),
                $"the form {callback} opens",
                TimeSpan.FromSeconds(20),
                Story
            );
            return view!;
        }
        string Story() => string.Join('\n', slack.Messages.All.Select(SlackMessages.Json)) + bot.Errors;
    }
}
