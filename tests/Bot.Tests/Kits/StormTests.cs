using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Kits;

/// <summary>Many alerts at once. CHATOPS502_LONG=1: the whole size, with the times printed.</summary>
public sealed class StormTests
{
    static readonly bool Long = Environment.GetEnvironmentVariable("CHATOPS502_LONG") == "1";

    [Fact]
    public async Task A_storm_of_groups_is_kept_whole_and_the_log_of_the_database_stays_small()
    {
        var groups = Long ? 10_000 : 1500;
        await using var bot = await BotProcess.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 100 })
        {
            BaseAddress = new(bot.Url),
        };
        var (times, next, largestLog, largestMemory) = (new double[groups], -1, 0L, 0L);
        var senders = Enumerable
            .Range(0, 100)
            .Select(_ =>
                Task.Run(async () =>
                {
                    for (
                        var i = Interlocked.Increment(ref next);
                        i < groups;
                        i = Interlocked.Increment(ref next)
                    )
                    {
                        var begun = Stopwatch.GetTimestamp();
                        using var answer = await http.PostAsJsonAsync(
                            "/alerts/alertmanager",
                            BotProcess.Alert("firing", $"host-{i}", $"group-{i}")
                        );
                        times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                    }
                })
            )
            .ToList();
        await Eventually.TrueAsync(
            async () =>
            {
                largestLog = Math.Max(largestLog, new FileInfo(bot.Database + "-wal").Length);
                largestMemory = Math.Max(largestMemory, Memory(bot.Pid));
                return senders.TrueForAll(s => s.IsCompleted)
                    && await MetricAsync(bot, "incidents_open") == groups
                    && await MetricAsync(bot, "outbox_pending") == 0;
            },
            "every alert is an incident and every message delivered",
            TimeSpan.FromMinutes(3)
        );
        await Task.WhenAll(senders);
        Array.Sort(times);
        Assert.InRange(largestLog, 0, 64L << 20);
        Assert.InRange(largestMemory, 0, 350L << 20);
        Figures.Tell(
            $"{groups} groups in 100 connections: p50 {times[groups / 2]:0} ms, p99 "
                + $"{times[groups * 99 / 100]:0} ms, WAL {largestLog >> 20} MB, RSS {largestMemory >> 20} MB"
        );
    }

    [Fact]
    public async Task A_storm_on_one_host_is_no_storm_of_shells_there()
    {
        var groups = Long ? 300 : 40;
        await using var bot = await BotProcess.StartAsync();
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < groups; i++)
            await bot.SendAlertAsync("firing", "here", $"group-{i}");
        var most = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                most = Math.Max(most, Children(bot.Pid));
                return await MetricAsync(bot, "deliveries_pending") == 0
                    && await MetricAsync(bot, "runs_open") == 0;
            },
            "every run ends",
            TimeSpan.FromMinutes(4)
        );
        Assert.InRange(most, 1, 4);
        var verdicts = 0;
        foreach (var incident in await bot.IncidentsAsync())
            verdicts += (await bot.IncidentAsync(incident!["id"]!.ToString()))["timeline"]!
                .AsArray()
                .Count(e => e!["kind"]!.ToString() == "verdict");
        Assert.Equal(Math.Min(groups, 200), verdicts); // the list shows the newest 200
        Figures.Tell(
            $"{groups} groups for one host: at most {most} shells there, drained in "
                + $"{Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"
        );
    }

    static async Task<long> MetricAsync(BotProcess bot, string name)
    {
        var text = await bot.Http.GetStringAsync("/metrics");
        var line = text.Split('\n').First(l => l.StartsWith($"chatops502_{name} "));
        return long.Parse(line.Split(' ')[1]);
    }

    static long Memory(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:"));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) << 10;
    }

    /// <summary>Shells that the bot itself started: one for each command on the host.</summary>
    static int Children(int pid) =>
        Directory
            .EnumerateDirectories($"/proc/{pid}/task")
            .Select(t => Path.Combine(t, "children"))
            .Where(File.Exists)
            .SelectMany(f => ReadAll(f).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Distinct()
            .Count();

    static string ReadAll(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
