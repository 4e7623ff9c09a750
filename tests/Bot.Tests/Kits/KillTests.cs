using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Kits;

/// <summary>
/// kill -9 at random moments while alerts come in, steps run and people approve. CHATOPS502_LONG=1: 200 kills.
/// </summary>
public sealed class KillTests : IDisposable
{
    static readonly int Kills = Environment.GetEnvironmentVariable("CHATOPS502_LONG") == "1" ? 200 : 60;
    readonly string _directory = Directory.CreateTempSubdirectory("c502-kills-").FullName;
    readonly Random _random = new(502);
    readonly ConcurrentDictionary<string, bool> _accepted = new();
    readonly ConcurrentDictionary<string, bool> _approved = new();

    [Fact]
    public async Task Nothing_is_lost_doubled_run_twice_or_approved_and_dropped()
    {
        WriteRunbook();
        await using var bot = await BotProcess.StartAsync(c =>
        {
            c["Runbooks"] = new JsonObject { ["Directory"] = _directory };
            c["Approvals"] = new JsonObject { ["RestartsPerHostAndHour"] = 10_000 };
            c["Alerts"] = new JsonObject { ["Routes"] = new JsonObject { ["High502Rate"] = "story" } };
        });
        for (var kill = 0; kill < Kills; kill++)
        {
            using var life = new CancellationTokenSource();
            var people = Task.WhenAll(
                AlertAsync(bot, $"story-{kill}", life.Token),
                ApproveAsync(bot, life.Token)
            );
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(20, 1200)), TimeProvider.System);
            await bot.KillAsync();
            await life.CancelAsync();
            await people;
            await bot.LaunchAsync();
        }
        await EndAsync(bot);
        await AssertAsync(bot);
    }

    /// <summary>Looks, asks, changes, looks again; the change takes longer than the bot often lives.</summary>
    void WriteRunbook() =>
        File.WriteAllText(
            Path.Combine(_directory, "story.yaml"),
            $$$"""
            name: story
            title: A story that is interrupted
            steps:
              - id: hosts
                each-host:
                  steps:
                    - id: look
                      command: { argv: [ sleep, "0.1" ], reads: true }
                      on-failure: continue
                    - id: ask
                      approval: { for: act }
                    - id: act
                      when: ask.state == 'approved'
                      command: { argv: [ sh, -c, 'echo "$1" >>"$0/begun"; sleep 0.4; echo "$1" >>"$0/ended"', "{{{_directory}}}", "{{ incident.id }}" ] }
                      on-failure: continue
                    - id: after
                      command: { argv: [ "true" ], reads: true }
                      on-failure: continue
            """
        );

    /// <summary>As Alertmanager does: again until it is answered.</summary>
    async Task AlertAsync(BotProcess bot, string group, CancellationToken life)
    {
        while (!life.IsCancellationRequested && !_accepted.ContainsKey(group))
        {
            if (
                await TryAsync(() => bot.SendAlertAsync("firing", "here", key: group))
                == HttpStatusCode.Accepted
            )
                _accepted[group] = true;
        }
    }

    async Task ApproveAsync(BotProcess bot, CancellationToken life)
    {
        while (!life.IsCancellationRequested)
        {
            foreach (var approval in await WaitingAsync(bot))
            {
                if (await TryAsync(() => bot.DecideAsync(approval, "approve")) == HttpStatusCode.OK)
                    _approved[approval["id"]!.ToString()] = true;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    static async Task<List<JsonNode>> WaitingAsync(BotProcess bot)
    {
        try
        {
            List<JsonNode> waiting = [];
            foreach (var incident in (await bot.IncidentsAsync()).Take(10))
                waiting.AddRange(
                    (await bot.IncidentAsync(incident!["id"]!.ToString()))["approvals"]!
                        .AsArray()
                        .OfType<JsonNode>()
                        .Where(a => a["state"]!.ToString() == "waiting")
                );
            return waiting;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return []; // killed meanwhile
        }
    }

    static async Task<HttpStatusCode?> TryAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send();
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    async Task EndAsync(BotProcess bot)
    {
        for (var kill = 0; kill < Kills; kill++)
            await AlertAsync(bot, $"story-{kill}", CancellationToken.None);
        await Eventually.TrueAsync(
            async () =>
            {
                var stories = await StoriesAsync(bot);
                if (stories.Count < Kills)
                    return false; // what was taken in before the last kill is still worked on
                foreach (var story in stories)
                {
                    var waiting = story["approvals"]!
                        .AsArray()
                        .OfType<JsonNode>()
                        .Where(a => a["state"]!.ToString() == "waiting")
                        .ToList();
                    foreach (var approval in waiting)
                        if ((await bot.DecideAsync(approval, "approve")).IsSuccessStatusCode)
                            _approved[approval["id"]!.ToString()] = true;
                    if (
                        waiting.Count > 0
                        || Count(story, "run.ended") < Count(story, "run.started")
                        || Count(story, "run.started") == 0
                    )
                        return false;
                }
                return true;
            },
            "every story ends",
            TimeSpan.FromMinutes(3)
        );
        await Eventually.TrueAsync(
            () => Task.FromResult(Lines("ended").Count == Lines("begun").Count),
            "every command ends by itself"
        );
    }

    static string Told(JsonNode story) =>
        string.Join(
            '\n',
            story["timeline"]!.AsArray().Select(e => $"{e!["at"]} {e["kind"]} {e["text"]}")
        );

    async Task AssertAsync(BotProcess bot)
    {
        var stories = await StoriesAsync(bot);
        Assert.Equal(Kills, _accepted.Count);
        Assert.Equal(Kills, stories.Count); // nothing lost, nothing doubled
        Assert.All(stories, s => Assert.Equal(1, Count(s, "alert.firing")));
        var approvals = stories
            .SelectMany(s =>
                s["approvals"]!
                    .AsArray()
                    .OfType<JsonNode>()
                    .Select(a => (Story: s["id"]!.ToString(), Approval: a))
            )
            .ToList();
        Assert.All(approvals, a => Assert.Equal("approved", a.Approval["state"]!.ToString()));
        var begun = Lines("begun").GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count());
        foreach (var (id, _) in approvals) // run once, and never dropped
            Assert.True(
                begun.GetValueOrDefault(id) == 1,
                Told(stories.Single(s => s["id"]!.ToString() == id))
            );
        Assert.Equal(begun.Count, Lines("ended").Distinct().Count()); // what began came to its end
        Assert.True(_approved.Count <= approvals.Count);
        using var database = new ChatOps502.Bot.Storage.Database($"Data Source={bot.Database}");
        Assert.Equal("ok", database.First<string>("pragma integrity_check"));
        Assert.Equal(begun.Count, database.First<long>("select count(*) from actions")); // the budget counts each
        Figures.Tell(
            $"{Kills} kills, {stories.Count} stories, {begun.Count} approved commands: 0 lost, 0 doubled, 0 run "
                + "twice, 0 approved and dropped"
        );
    }

    static async Task<List<JsonObject>> StoriesAsync(BotProcess bot)
    {
        List<JsonObject> stories = [];
        foreach (var incident in await bot.IncidentsAsync())
            stories.Add(await bot.IncidentAsync(incident!["id"]!.ToString()));
        return stories;
    }

    static int Count(JsonObject story, string kind) =>
        story["timeline"]!.AsArray().Count(e => e!["kind"]!.ToString() == kind);

    IReadOnlyList<string> Lines(string name) =>
        File.Exists(Path.Combine(_directory, name))
            ? File.ReadAllLines(Path.Combine(_directory, name))
            : [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
