using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOps502.Bot.Tests.Chat.Slack;

/// <summary>With an Alertmanager that is slow to answer. The real one is in the lab.</summary>
public sealed class SlackSilenceTests
{
    [Fact]
    public async Task A_silence_that_a_kill_interrupts_is_told_and_not_made_twice()
    {
        var (asked, answers, url) = (
            new ConcurrentQueue<JsonNode>(),
            new TaskCompletionSource(),
            $"http://127.0.0.1:{Ports.Free()}"
        );
        await using var alertmanager = await AlertmanagerAsync(url, asked, answers.Task);
        await using var scene = await SlackScene.StartAsync(configure: c =>
            c["Alerts"] = new JsonObject { ["AlertmanagerUrl"] = url }
        );
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await scene.MessageAsync("no configured host is nobody");
        await scene.People.CommandAsync("silence INC-1 30m deploying");
        await scene.UntilAsync(() => asked.Count == 1, "Alertmanager is asked");
        await scene.Bot.KillAsync();
        answers.SetResult();
        await scene.Bot.LaunchAsync();
        await scene.WhisperAsync(FakeSlack.Alice, "silenced");
        var silence = Assert.Single(asked);
        Assert.Equal(
            ("Alice Ops", "INC-1: deploying"),
            (silence["createdBy"]!.ToString(), silence["comment"]!.ToString())
        );
        var incident = await scene.Bot.WaitForAsync("INC-1", "alert.silenced");
        Assert.Contains("deploying", incident.ToString());
    }

    static async Task<WebApplication> AlertmanagerAsync(
        string url,
        ConcurrentQueue<JsonNode> asked,
        Task answers
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapGet(
            "/api/v2/silences",
            () =>
                Results.Text(
                    new JsonArray([.. asked.Select(s => s.DeepClone())]).ToJsonString(),
                    "application/json"
                )
        );
        app.MapPost(
            "/api/v2/silences",
            async (HttpRequest request) =>
            {
                var silence = (await JsonNode.ParseAsync(request.Body))!;
                (silence["id"], silence["status"]) = ("s1", new JsonObject { ["state"] = "active" });
                asked.Enqueue(silence);
                await answers;
                return Results.Text("""{"silenceID":"s1"}""", "application/json");
            }
        );
        await app.StartAsync();
        return app;
    }
}
