using ChatOps502.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace ChatOps502.Bot.Tests.Kits;

/// <summary>A web page of somebody else, open in the browser of the person at the bot's machine.</summary>
public sealed class HostilePageTests
{
    const string Chromium = "/usr/bin/chromium";

    const string Attack = """
        async () => {
          const bot = BOT, alert = JSON.stringify(ALERT);
          const tries = [
            () => fetch(bot + '/alerts/alertmanager', { method: 'POST', mode: 'no-cors', body: alert }),
            () => fetch(bot + '/alerts/alertmanager', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: alert }),
            () => fetch(bot + '/api/commands', { method: 'POST', mode: 'no-cors', body: '{"text":"check here"}' }),
            () => fetch(bot + '/api/commands', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"text":"check here"}' }),
            () => navigator.sendBeacon(bot + '/alerts/alertmanager', alert),
            () => new Promise(done => { const s = new WebSocket(bot.replace('http', 'ws') + '/_blazor'); s.onopen = () => done('opened'); s.onerror = () => done('refused'); }),
            () => new Promise(done => { const f = document.createElement('form'); f.method = 'post'; f.enctype = 'text/plain'; f.target = 'frame';
                f.action = bot + '/alerts/alertmanager'; const i = document.createElement('input'); i.name = alert.slice(0, -1) + ',"x":"'; i.value = '"}'; f.append(i);
                const frame = document.createElement('iframe'); frame.name = 'frame'; frame.onload = () => done(''); document.body.append(frame, f); f.submit(); setTimeout(done, 1000); }),
          ];
          const answers = [];
          for (const attempt of tries) { try { const a = await attempt(); answers.push(String(a?.status ?? a)); } catch (e) { answers.push('blocked'); } }
          return answers;
        }
        """;

    [Fact]
    public async Task It_raises_no_alert_gives_no_command_and_opens_no_socket()
    {
        Assert.SkipUnless(File.Exists(Chromium), "chromium is not installed");
        await using var bot = await BotProcess.StartAsync();
        await using var evil = await EvilAsync();
        using var playwright = await Playwright.CreateAsync();
        var port = new Uri(bot.Url).Port;
        string[] args =
        [
            "--no-sandbox",
            "--disable-gpu",
            "--host-resolver-rules=MAP evil.example 127.0.0.1, MAP 127.evil.example 127.0.0.1",
        ];
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium, Args = args }
        );
        var page = await browser.NewPageAsync();
        await page.GotoAsync(evil.Urls.First().Replace("127.0.0.1", "evil.example"));

        // under its own name, and under names that lead to the same address
        foreach (
            var address in new[]
            {
                bot.Url,
                $"http://evil.example:{port}",
                $"http://127.evil.example:{port}",
            }
        )
        {
            var script = Attack
                .Replace("BOT", $"'{address}'")
                .Replace("ALERT", BotProcess.Alert("firing", "here").ToJsonString());
            var answers = await page.EvaluateAsync<string[]>(script);
            Assert.DoesNotContain(answers, a => a is "200" or "202" or "opened");
        }
        foreach (var name in new[] { "evil.example", "127.evil.example" })
            // rebound to us: the page is not even shown
            Assert.Equal(403, (await page.GotoAsync($"http://{name}:{port}/"))!.Status);

        Assert.Empty(await bot.IncidentsAsync());
    }

    static async Task<WebApplication> EvilAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Ports.Free()}");
        var app = builder.Build();
        app.MapGet("/", () => Results.Content("<!doctype html><title>evil</title><body>", "text/html"));
        await app.StartAsync();
        return app;
    }
}
