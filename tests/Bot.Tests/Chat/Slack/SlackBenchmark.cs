using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

/// <summary>Figures, not verdicts: run with -explicit only -class ...SlackBenchmark -showLiveOutput.</summary>
public sealed class SlackBenchmark(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fifty_commands_at_once(bool sockets)
    {
        await using var scene = await SlackScene.StartAsync(
            sockets,
            c => c["Hosts"] = SlackScene.LocalHosts(50)
        );
        await scene.People.CommandAsync("hosts");
        scene.People.Acknowledged.Clear();
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 50)
                    .Select(i =>
                        scene.People.CommandAsync(i % 2 == 0 ? $"check host-{i}" : $"dance{round}-{i}")
                    )
            );
            await Eventually.TrueAsync(
                async () =>
                    (await scene.Bot.Http.GetStringAsync("/metrics")) is var m
                    && m.Contains("chatops502_runs_open 0\n")
                    && m.Contains("chatops502_deliveries_pending 0\n"),
                "the checks are done",
                TimeSpan.FromMinutes(2)
            );
        }
        var sorted = scene.People.Acknowledged.Select(t => t.TotalMilliseconds).Order().ToList();
        output.WriteLine(
            $"{(sockets ? "Socket Mode" : "HTTP")}: {sorted.Count} commands, 50 at once: median "
                + $"{sorted[sorted.Count / 2]:0} ms, 99 % {sorted[sorted.Count * 99 / 100]:0} ms, worst "
                + $"{sorted[^1]:0} ms"
        );
    }

    [Fact(Explicit = true)]
    public async Task From_the_alert_to_the_thread()
    {
        for (var i = 0; i < 10; i++)
        {
            await using var scene = await SlackScene.StartAsync();
            var clock = TimeProvider.System;
            var begun = clock.GetUtcNow();
            await scene.Bot.SendAlertAsync("firing", "here");
            await scene.MessageAsync("nginx-502 on here: done");
            double After(string words) =>
                (
                    double.Parse(
                        SlackMessages.Of(
                            scene.Slack.Messages.All.First(m => SlackMessages.Json(m).Contains(words)),
                            "ts"
                        )
                    )
                    - begun.ToUnixTimeMilliseconds() / 1000.0
                ) * 1000;
            output.WriteLine(
                $"headline after {After("too many 502"):0} ms, first line in the thread after "
                    + $"{After("nginx-502 on here"):0} ms, verdict after {After("\"text\":\"here: "):0} ms"
            );
        }
    }
}
