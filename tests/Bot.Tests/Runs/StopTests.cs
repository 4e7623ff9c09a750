using System.Net;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Runs;

/// <summary>What becomes of an approved command when the bot stops, or is killed, in the middle.</summary>
public sealed class StopTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-stop-").FullName;

    string Mark(string name) => Path.Combine(_directory, name);

    int Lines(string name) => File.Exists(Mark(name)) ? File.ReadAllLines(Mark(name)).Length : 0;

    /// <summary>A bot with one approved command that takes a while.</summary>
    async Task<BotProcess> BeginAsync(double seconds, string stopWaits, string targets = "here")
    {
        File.WriteAllText(
            Path.Combine(_directory, "slow.yaml"),
            $$"""
            name: slow
            title: A command that takes a while
            steps:
              - id: hosts
                each-host:
                  one-by-one: true
                  steps:
                    - id: ask
                      approval: { for: act }
                    - id: act
                      when: ask.state == 'approved'
                      command: { argv: [ sh, -c, "echo x >>{{_directory}}/begun; sleep {{seconds}}; echo x >>{{_directory}}/ended" ] }
            """
        );
        var bot = await BotProcess.StartAsync(c =>
        {
            c["Runbooks"] = new JsonObject { ["Directory"] = _directory };
            c["Hosts"] = new JsonObject(
                targets
                    .Split(' ')
                    .Select(t =>
                        KeyValuePair.Create(t, (JsonNode?)new JsonObject { ["Executor"] = "local" })
                    )
            );
            c["Runs"] = new JsonObject { ["StopWaits"] = stopWaits };
        });
        await bot.CommandAsync("run slow " + targets);
        Assert.Equal(
            HttpStatusCode.OK,
            (await bot.DecideAsync(await bot.WaitForApprovalAsync("INC-1"), "approve")).StatusCode
        );
        await Eventually.TrueAsync(() => Task.FromResult(Lines("begun") == 1), "the command has begun");
        return bot;
    }

    [Fact]
    public async Task A_stop_waits_for_the_end_of_a_command_that_changes_a_host()
    {
        await using var bot = await BeginAsync(seconds: 3, "00:00:20");
        Assert.Equal(0, await bot.StopAsync());
        Assert.Equal(1, Lines("ended"));
        await bot.LaunchAsync();
        await bot.WaitForAsync("INC-1", "run.ended");
        await bot.WaitForAsync("INC-1", "action.done");
        Assert.Equal((1, 1), (Lines("begun"), Lines("ended")));
    }

    [Fact]
    public async Task A_command_that_takes_longer_is_left_to_its_end_and_never_repeated()
    {
        await using var bot = await BeginAsync(seconds: 8, "00:00:01");
        await bot.StopAsync();
        Assert.Equal(0, Lines("ended"));
        await bot.LaunchAsync();
        await bot.WaitForAsync(
            "INC-1",
            e => e["text"]!.ToString().Contains("how it ended is unknown"),
            "what is not known"
        );
        await Eventually.TrueAsync(
            () => Task.FromResult(Lines("ended") == 1),
            "the command ends by itself",
            TimeSpan.FromSeconds(30)
        );
        Assert.Equal(1, Lines("begun"));
    }

    [Fact]
    public async Task A_command_goes_on_when_the_bot_is_killed_and_counts_for_the_budget()
    {
        await using var bot = await BeginAsync(seconds: 2, "00:00:20");
        await bot.KillAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(Lines("ended") == 1),
            "the command ends by itself",
            TimeSpan.FromSeconds(30)
        );
        await bot.LaunchAsync();
        await bot.WaitForAsync("INC-1", "run.ended");
        Assert.Equal(1, Lines("begun"));
        using var database = new ChatOps502.Bot.Storage.Database($"Data Source={bot.Database}");
        Assert.Equal(1, database.First<long>("select count(*) from actions"));
    }

    [Fact]
    public async Task A_resolved_incident_runs_nothing_any_more()
    {
        var directory = OneCommand.Directory();
        await using var bot = await BotProcess.StartAsync(c =>
            c["Runbooks"] = new JsonObject { ["Directory"] = directory }
        );
        await bot.CommandAsync("run one-command here");
        var approval = await bot.WaitForApprovalAsync("INC-1");
        await bot.CommandAsync("resolve INC-1");
        await bot.WaitForAsync("INC-1", "approval.stale");
        await bot.WaitForAsync("INC-1", "run.ended");
        using var late = await bot.DecideAsync(approval, "approve");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("already stale", await late.Content.ReadAsStringAsync());
        Assert.Equal("stale", (await bot.IncidentAsync("INC-1"))["approvals"]![0]!["state"]!.ToString());
        Assert.Equal(0, OneCommand.Ran(directory));
    }

    [Fact]
    public async Task A_resolved_incident_finishes_what_has_begun_and_asks_for_nothing_more()
    {
        await using var bot = await BeginAsync(seconds: 3, "00:00:20", "here there");
        await bot.CommandAsync("resolve INC-1");
        await bot.WaitForAsync("INC-1", "run.ended");
        var incident = await bot.IncidentAsync("INC-1");
        Assert.Equal(1, Lines("ended"));
        Assert.Equal("resolved", incident["status"]!.ToString());
        Assert.Single(incident["approvals"]!.AsArray());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
