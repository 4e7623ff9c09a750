using System.Net;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Alerts;

/// <summary>Alerts in the wrong order, after a person's word, and many for one host.</summary>
public sealed class StormEdgeTests
{
    [Fact]
    public async Task An_alert_that_arrives_after_its_own_end_opens_nothing()
    {
        await using var bot = await BotProcess.StartAsync();
        await bot.SendAlertAsync("resolved", "nobody", key: "late");
        await bot.SendAlertAsync("firing", "nobody", key: "late");
        await bot.SendAlertAsync("firing", "nobody", key: "another");
        await bot.WaitForAsync("INC-1", "host.unknown");
        Assert.Single(await bot.IncidentsAsync());

        await bot.SendAlertAsync("firing", "nobody", key: "late", startsAt: "2026-11-22T20:00:00Z"); // begun anew
        await bot.WaitForAsync("INC-2", "host.unknown");
    }

    [Fact]
    public async Task What_somebody_resolved_and_fires_on_is_told_again_after_a_while()
    {
        await using var bot = await BotProcess.StartAsync(c =>
            c["Alerts"] = new JsonObject { ["ComesBackAfter"] = "00:00:01" }
        );
        await bot.SendAlertAsync("firing", "nobody");
        await bot.WaitForAsync("INC-1", "host.unknown");
        await bot.CommandAsync("resolve INC-1");
        await Eventually.TrueAsync(
            async () =>
            {
                await bot.SendAlertAsync("firing", "nobody"); // Alertmanager repeats it
                return (await bot.IncidentsAsync()).Count == 2;
            },
            "the repeat opens an incident"
        );
        for (var i = 0; i < 5; i++)
            await bot.SendAlertAsync("firing", "nobody");
        Assert.Equal(2, (await bot.IncidentsAsync()).Count);
    }

    [Fact]
    public async Task A_label_that_looks_like_two_is_another_alert()
    {
        await using var bot = await BotProcess.StartAsync();
        var one = BotProcess.Alert("firing", "nobody");
        one["alerts"]![0]!["labels"]!["a"] = "1,b=2";
        var two = BotProcess.Alert("firing", "nobody");
        (two["alerts"]![0]!["labels"]!["a"], two["alerts"]![0]!["labels"]!["b"]) = ("1", "2");
        foreach (var alert in new[] { one, two })
        {
            using var content = new StringContent(
                alert.ToJsonString(),
                System.Text.Encoding.UTF8,
                "application/json"
            );
            Assert.Equal(
                HttpStatusCode.Accepted,
                (await bot.Http.PostAsync("/alerts/alertmanager", content)).StatusCode
            );
        }
        await bot.WaitForAsync("INC-1", "alert.firing");
        await Eventually.TrueAsync(
            async () =>
                (await bot.IncidentAsync("INC-1"))["timeline"]!
                    .AsArray()
                    .Count(e => e!["kind"]!.ToString() == "alert.firing") == 2,
            "both are told"
        );
    }

    [Fact]
    public async Task The_same_fix_for_many_incidents_is_asked_for_once_and_its_end_told_to_all()
    {
        var directory = OneCommand.Directory();
        await using var bot = await BotProcess.StartAsync(c =>
        {
            c["Runbooks"] = new JsonObject { ["Directory"] = directory };
            c["Alerts"] = new JsonObject
            {
                ["Routes"] = new JsonObject { ["High502Rate"] = "one-command" },
            };
        });
        for (var i = 0; i < 5; i++)
            await bot.SendAlertAsync("firing", "here", key: $"group-{i}");
        await Eventually.TrueAsync(
            async () =>
                (await bot.IncidentsAsync()).Count == 5
                && (await ApprovalsAsync(bot)).Count == 1
                && await JoinedAsync(bot) == 4,
            "one is asked, four join"
        );
        var approval = Assert.Single(await ApprovalsAsync(bot));
        Assert.Equal(HttpStatusCode.OK, (await bot.DecideAsync(approval, "approve")).StatusCode);
        for (var i = 1; i <= 5; i++)
            await bot.WaitForAsync($"INC-{i}", "approval.approved");
        await Eventually.TrueAsync(
            () => Task.FromResult(OneCommand.Ran(directory) == 1),
            "the command runs"
        );
        for (var i = 1; i <= 5; i++)
            await bot.WaitForAsync($"INC-{i}", "run.ended");
        Assert.Equal(1, OneCommand.Ran(directory));
    }

    static async Task<List<JsonNode>> ApprovalsAsync(BotProcess bot)
    {
        List<JsonNode> all = [];
        for (var i = 1; i <= 5; i++)
            all.AddRange(
                (await bot.IncidentAsync($"INC-{i}"))["approvals"]!.AsArray().OfType<JsonNode>()
            );
        return all;
    }

    static async Task<int> JoinedAsync(BotProcess bot)
    {
        var joined = 0;
        for (var i = 1; i <= 5; i++)
            joined += (await bot.IncidentAsync($"INC-{i}"))["timeline"]!
                .AsArray()
                .Count(e => e!["kind"]!.ToString() == "approval.joined");
        return joined;
    }
}
