using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackSetupTests
{
    static async Task<(int Exit, string Out, string Errors)> RunAsync(
        JsonObject slack,
        params string[] words
    )
    {
        var directory = Directory.CreateTempSubdirectory("c502-setup-").FullName;
        var config = Path.Combine(directory, "c.json");
        await File.WriteAllTextAsync(
            config,
            new JsonObject
            {
                ["Slack"] = slack.DeepClone(),
                ["Storage"] = new JsonObject { ["ConnectionString"] = $"Data Source={directory}/b.db" },
            }.ToJsonString()
        );
        using var process = Process.Start(
            new ProcessStartInfo(BotProcess.Program, [.. words, "--config", config])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(),
            process.StandardError.ReadToEndAsync()
        );
        await process.WaitForExitAsync();
        Directory.Delete(directory, recursive: true);
        return (process.ExitCode, await output, await errors);
    }

    static JsonObject Good(FakeSlack slack)
    {
        var config = new JsonObject();
        slack.Configure(config, sockets: true);
        return config["Slack"]!.DeepClone().AsObject();
    }

    [Fact]
    public async Task The_manifest_asks_for_the_fewest_scopes_of_this_configuration()
    {
        var (exit, text, _) = await RunAsync([], "slack", "manifest");
        var manifest = JsonNode.Parse(text)!;
        Assert.Equal(0, exit);
        Assert.True(manifest["settings"]!["socket_mode_enabled"]!.GetValue<bool>());
        Assert.Null(manifest["settings"]!["interactivity"]!["request_url"]);
        var scopes = manifest["oauth_config"]!["scopes"]!["bot"]!
            .AsArray()
            .Select(s => s!.ToString())
            .ToList();
        Assert.DoesNotContain("channels:read", scopes);
        Assert.DoesNotContain("chat:write.public", scopes);

        (_, text, _) = await RunAsync(
            new() { ["PublicUrl"] = "https://bot.example.com/", ["IncidentChannel"] = "#incidents" },
            "slack",
            "manifest"
        );
        manifest = JsonNode.Parse(text)!;
        Assert.False(manifest["settings"]!["socket_mode_enabled"]!.GetValue<bool>());
        Assert.Equal(
            "https://bot.example.com/slack/commands",
            manifest["features"]!["slash_commands"]![0]!["url"]!.ToString()
        );
        Assert.Contains("channels:read", text);
    }

    [Fact]
    public async Task Doctor_proves_the_token_the_scopes_posting_and_Socket_Mode_and_leaves_nothing_behind()
    {
        await using var slack = await FakeSlack.StartAsync();
        var (_, text, _) = await RunAsync(Good(slack), "doctor");
        foreach (
            var line in new[]
            {
                "[ok] Slack: bot token of 502 in Fake",
                "[ok] Slack: scopes",
                $"[ok] Slack: posting to {FakeSlack.Channel}",
                "[ok] Slack: Socket Mode",
            }
        )
            Assert.Contains(line, text);
        Assert.Empty(slack.Messages.All);
    }

    [Fact]
    public async Task Doctor_says_what_to_click()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Api.Scopes.Remove("reactions:read");
        slack.Api.Joined.Clear();
        var config = Good(slack);
        config["AppToken"] = "xapp-wrong";
        var (exit, text, _) = await RunAsync(config, "doctor");
        Assert.Equal(1, exit);
        Assert.Contains(
            "not granted: reactions:read (the pushpin). Add them under OAuth & Permissions, then Reinstall",
            text
        );
        Assert.Contains("type /invite @502 there", text);
        Assert.Contains("App-Level Tokens, with the scope connections:write", text);
        slack.Api.Refusal = "token_revoked";
        Assert.Contains("reinstall it under OAuth & Permissions", (await RunAsync(config, "doctor")).Out);
    }

    [Fact]
    public async Task A_proxy_that_lets_no_socket_through_is_told_by_doctor_log_and_console()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Sockets.Shut = true;
        Assert.Contains(
            "the socket to 127.0.0.1 does not open",
            (await RunAsync(Good(slack), "doctor")).Out
        );
        await using var bot = await BotProcess.StartAsync(c => slack.Configure(c, sockets: true));
        await Eventually.TrueAsync(
            async () =>
                (await bot.Http.GetStringAsync("/")).Contains("commands and clicks cannot arrive"),
            "the console says it"
        );
        Assert.Contains("through the proxy or firewall", bot.Errors);
        slack.Sockets.Shut = false;
        await Eventually.TrueAsync(
            async () => !(await bot.Http.GetStringAsync("/")).Contains("cannot arrive"),
            "it is mended",
            TimeSpan.FromMinutes(1)
        );
    }

    [Fact]
    public async Task A_wrong_signing_secret_is_told()
    {
        await using var scene = await SlackScene.StartAsync(
            sockets: false,
            c => c["Slack"]!["SigningSecret"] = "another"
        );
        await Assert.ThrowsAnyAsync<Exception>(() => scene.People.CommandAsync("hosts"));
        Assert.Contains("compare Slack:SigningSecret", await scene.Bot.Http.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("BotToken", "xapp-1", "are swapped")]
    [InlineData("AppToken", "xapp-1", "Slack:AppToken is set without Slack:BotToken")]
    [InlineData("BotToken", "xoxb-1", "Slack:IncidentChannel is needed")]
    [InlineData("ApiUrl", "slack", "Slack:ApiUrl = 'slack' is not an address")]
    [InlineData("BotTokn", "xoxb-1", "the nearest right one is Slack:BotToken")]
    public async Task A_wrong_setting_is_told_with_the_way_out(
        string key,
        string value,
        string expected
    ) => Assert.Contains(expected, (await RunAsync(new() { [key] = value }, "serve")).Errors);

    [Fact]
    public async Task A_channel_without_the_bot_is_said_on_the_console_and_nothing_is_lost()
    {
        await using var scene = await SlackScene.StartAsync();
        scene.Slack.Api.Joined.Clear();
        await scene.Bot.SendAlertAsync("firing", "nobody");
        await Eventually.TrueAsync(
            async () => (await scene.Bot.Http.GetStringAsync("/")).Contains("type /invite @502 there"),
            "the console says what to do"
        );
        scene.Slack.Api.Joined.Add(FakeSlack.Channel);
        await scene.MessageAsync("no configured host is nobody");
        await Eventually.TrueAsync(
            async () => !(await scene.Bot.Http.GetStringAsync("/")).Contains("/invite"),
            "the console is quiet again"
        );
    }
}
