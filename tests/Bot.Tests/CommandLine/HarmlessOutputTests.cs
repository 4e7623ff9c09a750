using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.CommandLine;

/// <summary>What a log or a person says, in each place where somebody reads it.</summary>
public sealed class HarmlessOutputTests
{
    const string Hostile = "\u001b]0;owned\a \u001b[2Jgone \u202Etxt.gol \u200Bx";

    static void AssertHarmless(string shown)
    {
        Assert.Contains("txt.gol", shown); // it is told
        Assert.DoesNotContain(shown, c => c is '\u001b' or '\a' or '\u202E' or '\u200B');
    }

    [Fact]
    public async Task The_terminal_shows_escapes_and_obeys_none()
    {
        var path = Hostile.Replace(" ", "");
        var line =
            "2026/11/22 17:05:27 [error] 971#971: *12 connect() failed (111: Connection refused) while "
            + $"connecting to upstream, client: 10.0.0.1, server: shop.example, request: \"GET /{path} "
            + $"HTTP/1.1\", upstream: \"http://127.0.0.1:3000/{path}\", host: \"shop.example\"";
        foreach (var format in new[] { "text", "json", "md" })
        {
            var (_, shown, _) = await OneShot.FeedAsync(line, "diagnose", "-", "--output", format);
            AssertHarmless(shown);
        }
    }

    [Fact]
    public async Task A_note_stays_text_in_every_export_on_the_page_and_in_the_terminal()
    {
        await using var bot = await BotProcess.StartAsync();
        await bot.SendAlertAsync("firing", "nobody");
        await bot.WaitForAsync("INC-1", "host.unknown");
        await bot.CommandAsync($"note INC-1 [x](javascript:alert(1)) *b* `c` {Hostile}");
        await bot.CommandAsync("note INC-1 \uFF1D1+1");
        await bot.WaitForAsync("INC-1", e => e["text"]!.ToString().Contains("1+1"), "the second note");
        foreach (var format in new[] { "md", "csv", "html", "json" })
            AssertHarmless(await bot.Http.GetStringAsync($"/api/incidents/INC-1/export?format={format}"));
        AssertHarmless(await bot.Http.GetStringAsync("/incidents/INC-1"));
        var (_, shown, _) = await OneShot.RunAsync("incident", "show", "INC-1", "--config", bot.Config);
        AssertHarmless(shown);
        var md = await bot.Http.GetStringAsync("/api/incidents/INC-1/export?format=md");
        Assert.Contains("\\[x\\](javascript", md);
        Assert.Contains("\\*b\\* \\`c\\`", md);
        Assert.Contains(
            ",'\uFF1D1+1",
            await bot.Http.GetStringAsync("/api/incidents/INC-1/export?format=csv")
        );
    }
}
