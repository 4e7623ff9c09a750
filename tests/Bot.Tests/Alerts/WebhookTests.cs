using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Alerts;

public sealed class WebhookTests
{
    [Fact]
    public async Task The_same_webhook_a_thousand_times_makes_one_incident_and_one_thread()
    {
        await using var bot = await BotProcess.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 50).Select(_ => bot.SendAlertAsync("firing", "here"))
            );
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        }
        await bot.WaitForAsync("INC-1", "verdict");
        Assert.Single(await bot.IncidentsAsync());
        Assert.Single(
            (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray(),
            e => e!["kind"]!.ToString() is "alert.firing"
        );
        Assert.Single(
            (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray(),
            e => e!["kind"]!.ToString() is "run.started"
        );
    }

    [Fact]
    public async Task A_new_alert_of_an_open_group_joins_it_and_a_resolved_one_verifies()
    {
        await using var bot = await BotProcess.StartAsync();
        await bot.SendAlertAsync("firing", "here");
        await bot.WaitForAsync("INC-1", "run.ended");
        await bot.SendAlertAsync("firing", "here", startsAt: "2026-11-22T18:00:00Z");
        await Eventually.TrueAsync(
            async () =>
                (await bot.IncidentAsync("INC-1"))["timeline"]!
                    .AsArray()
                    .Count(e => e!["kind"]!.ToString() == "alert.firing") == 2,
            "the second alert joins"
        );
        await bot.SendAlertAsync("resolved", "here");
        await bot.WaitForAsync("INC-1", "alert.resolved");
        var run = await bot.WaitForAsync("INC-1", "run.started");
        Assert.Contains("verify", run["text"]!.ToString());
        Assert.Single(await bot.IncidentsAsync());
    }

    [Fact]
    public async Task A_second_outage_of_the_same_group_runs_again_and_a_host_that_joins_is_looked_at()
    {
        await using var bot = await BotProcess.StartAsync(c =>
            c["Hosts"] = new JsonObject { ["twin"] = new JsonObject { ["Executor"] = "local" } }
        );
        await bot.SendAlertAsync("firing", "here");
        await RunsAsync(bot, "nginx-502 on here", 1);
        await bot.SendAlertAsync("resolved", "here");
        await RunsAsync(bot, "verify on here", 1);
        await bot.SendAlertAsync("firing", "here", startsAt: "2026-11-22T19:00:00Z");
        await RunsAsync(bot, "nginx-502 on here", 2);
        await bot.SendAlertAsync("firing", "twin", startsAt: "2026-11-22T19:05:00Z");
        await RunsAsync(bot, "nginx-502 on twin", 1);
        Assert.Single(await bot.IncidentsAsync());
    }

    /// <summary>Waits until that many runs of this kind have begun and none is open.</summary>
    static Task RunsAsync(BotProcess bot, string text, int count) =>
        Eventually.TrueAsync(
            async () =>
            {
                if (await bot.IncidentsAsync() is not [_, ..])
                    return false;
                var timeline = (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray();
                return timeline.Count(e =>
                        e!["kind"]!.ToString() == "run.started" && e["text"]!.ToString() == text
                    ) == count
                    && timeline.Count(e => e!["kind"]!.ToString() == "run.started")
                        == timeline.Count(e => e!["kind"]!.ToString() == "run.ended");
            },
            $"{count} × {text}",
            TimeSpan.FromMinutes(1)
        );

    [Fact]
    public async Task Nobody_acknowledging_is_said_once()
    {
        await using var bot = await BotProcess.StartAsync(c =>
            c["Incidents"] = new JsonObject { ["RemindAfter"] = "00:00:01" }
        );
        await bot.SendAlertAsync("firing", "nobody");
        await bot.WaitForAsync("INC-1", "incident.reminder");
        Assert.Single(
            (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray(),
            e => e!["kind"]!.ToString() == "incident.reminder"
        );
    }

    [Fact]
    public async Task An_unknown_host_opens_a_thread_that_says_what_to_add()
    {
        await using var bot = await BotProcess.StartAsync();
        await bot.SendAlertAsync("firing", "web-77:9100");
        var entry = await bot.WaitForAsync("INC-1", "host.unknown");
        Assert.Contains("\"web-77\": { \"Executor\": \"ssh\"", entry["text"]!.ToString());
    }

    [Fact]
    public async Task A_token_is_asked_for_and_size_and_form_are_checked()
    {
        await using var bot = await BotProcess.StartAsync(c =>
            c["Alerts"] = new JsonObject { ["Token"] = "secret-token", ["MaxBytes"] = 20_000 }
        );
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await bot.SendAlertAsync("firing", "here")).StatusCode
        );
        bot.Http.DefaultRequestHeaders.Authorization = new("Bearer", "secret-token");
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (
                await bot.Http.PostAsync(
                    "/alerts/alertmanager",
                    new StringContent(new string('x', 30_000))
                )
            ).StatusCode
        );
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/alerts/alertmanager")
        {
            Content = new StringContent(new string('x', 30_000)),
            Headers = { TransferEncodingChunked = true },
        };
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await bot.Http.SendAsync(chunked)).StatusCode
        );
        var bad = await bot.Http.PostAsync(
            "/alerts/alertmanager",
            new StringContent("{\"version\":\"4\"", Encoding.UTF8, "application/json")
        );
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("not an alert", await bad.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Accepted, (await bot.SendAlertAsync("firing", "here")).StatusCode);
    }

    [Fact]
    public async Task What_was_stored_and_not_worked_on_is_worked_on_after_a_restart()
    {
        await using var bot = await BotProcess.StartAsync();
        var answer = await bot.SendAlertAsync("firing", "here");
        await bot.KillAsync();
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await bot.LaunchAsync();
        await bot.WaitForAsync("INC-1", "run.ended");
        Assert.Single(await bot.IncidentsAsync());
        Assert.Single(
            (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray(),
            e => e!["kind"]!.ToString() == "run.started"
        );
    }
}
