using System.Text.Json.Nodes;
using ChatOps502.TestKit;
using Microsoft.Playwright;

namespace ChatOps502.Bot.Tests.WebConsole;

/// <summary>The console in a real browser.</summary>
public sealed class ConsoleTests
{
    const string Chromium = "/usr/bin/chromium";
    static readonly string[] Quiet =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ];

    [Fact]
    public async Task A_check_typed_into_the_page_gives_a_verdict()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(bot.Url);

        await page.GetByRole(AriaRole.Textbox).FillAsync("/502 check here");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();

        await page.WaitForURLAsync("**/incidents/INC-1");
        await Assertions
            .Expect(page.Locator(".message h3", new() { HasTextRegex = new("^here: ") }))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_wrong_word_is_answered_on_the_page()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(bot.Url);
        await page.GetByRole(AriaRole.Textbox).FillAsync("chekc here");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Status))
            .ToContainTextAsync("did you mean /502 check?");
    }

    [Fact]
    public async Task The_approve_button_works_with_its_reason_and_the_card_loses_its_buttons()
    {
        var directory = OneCommand.Directory();
        await using var bot = await BotProcess.StartAsync(c =>
            c["Runbooks"] = new JsonObject { ["Directory"] = directory }
        );
        await using var browser = await Browser.StartAsync();
        await bot.CommandAsync("run one-command here");
        await bot.WaitForApprovalAsync("INC-1");
        var page = await browser.OpenAsync(bot.Url + "/incidents/INC-1");

        await page.GetByLabel("Reason").FillAsync("on call");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Assertions
            .Expect(page.Locator(".message h3", new() { HasTextRegex = new("^Approved by ") }))
            .ToBeVisibleAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" }))
            .ToHaveCountAsync(0);
        await bot.WaitForAsync("INC-1", "run.ended");
        Assert.Equal(1, OneCommand.Ran(directory));
        Assert.Equal(
            "on call",
            (await bot.IncidentAsync("INC-1"))["approvals"]![0]!["reason"]!.ToString()
        );
    }

    [Fact]
    public async Task Text_from_outside_is_text_on_the_page()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var browser = await Browser.StartAsync();
        await bot.SendAlertAsync("firing", "<img src=x onerror=document.title='pwned'>");
        await bot.WaitForAsync("INC-1", "host.unknown");
        var page = await browser.OpenAsync(bot.Url + "/incidents/INC-1");
        await Assertions.Expect(page.Locator(".thread")).ToContainTextAsync("<img src=x");
        Assert.DoesNotContain("pwned", await page.TitleAsync());
    }

    sealed class Browser(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
    {
        public static async Task<Browser> StartAsync()
        {
            Assert.SkipUnless(File.Exists(Chromium), "chromium is not installed");
            var playwright = await Playwright.CreateAsync();
            return new(
                playwright,
                await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet })
            );
        }

        /// <summary>Opens the page and waits until it is live: before that a click goes nowhere.</summary>
        public async Task<IPage> OpenAsync(string url)
        {
            var page = await browser.NewPageAsync();
            await page.GotoAsync(url);
            await page.WaitForFunctionAsync(
                "() => document.querySelector('form.command')?.getAttribute('data-live') === 'yes'"
            );
            return page;
        }

        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }
}
