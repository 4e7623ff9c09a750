using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Kits;

/// <summary>A host that answers with what was never asked for: the bot says so and lives.</summary>
public sealed class LyingHostTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-liar-").FullName;

    /// <summary>
    /// A shell in front of the real one: the check's own script runs, and one of its sections is replaced.
    /// </summary>
    [Theory]
    [InlineData(
        "deep braces",
        "printf '#@instance pid=1\\n# configuration file /x:\\n'; head -c 400000 /dev/zero | tr '\\0' '{'"
    )]
    [InlineData(
        "a billion quotes",
        "printf '#@instance pid=1\\n# configuration file /x:\\n'; head -c 4000000 /dev/zero | tr '\\0' '\\042'"
    )]
    [InlineData("one key twice", "printf '#@instance pid=1 pid=2 conf=/a conf=/b\\n'")]
    [InlineData("zeros", "head -c 3000000 /dev/zero")]
    [InlineData("noise", "head -c 3000000 /dev/urandom")]
    public async Task Whatever_a_host_says_the_run_ends_in_words(string what, string answer)
    {
        File.WriteAllText(Path.Combine(_directory, "nginx"), $"#!/bin/sh\n{answer}\n");
        File.SetUnixFileMode(
            Path.Combine(_directory, "nginx"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        await using var bot = await BotProcess.StartAsync(
            environment: new() { ["PATH"] = $"{_directory}:{Environment.GetEnvironmentVariable("PATH")}" }
        );
        await bot.SendAlertAsync("firing", "here");
        await bot.WaitForAsync("INC-1", "run.ended", TimeSpan.FromSeconds(60));
        Assert.NotNull(what);
        Assert.Equal("ok", await bot.Http.GetStringAsync("/healthz"));
    }

    [Theory]
    [InlineData("{\"evidence\":{\"nginx_conf\":\"", "{", 200_000, "\"}}")]
    [InlineData("{\"evidence\":{\"nginx_conf\":\"", "a '", 60_000, "\"}}")]
    [InlineData("", "{", 39_000, "")]
    [InlineData("", "\\u0022", 6_000, "")]
    public async Task Whatever_somebody_pastes_is_answered(
        string before,
        string repeated,
        int times,
        string after
    )
    {
        await using var bot = await BotProcess.StartAsync();
        var text = before + string.Concat(Enumerable.Repeat(repeated, times)) + after;
        using var answer = await bot.Http.PostAsJsonAsync(
            "/api/commands",
            new JsonObject { ["text"] = "explain " + text }
        );
        Assert.True(answer.IsSuccessStatusCode);
        Assert.NotEmpty((await answer.Content.ReadFromJsonAsync<JsonObject>())!["text"]!.ToString());
        Assert.Equal("ok", await bot.Http.GetStringAsync("/healthz"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
