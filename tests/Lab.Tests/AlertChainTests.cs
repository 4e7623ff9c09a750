using System.Text.Json.Nodes;
using ChatOps502.Lab.Tests.Hosts;
using ChatOps502.TestKit;

namespace ChatOps502.Lab.Tests;

/// <summary>nginx's access log, mtail, Prometheus, Alertmanager, the bot: nobody pretends to be anything.</summary>
[Collection(nameof(Lab))]
public sealed class AlertChainTests(Hosts.Lab lab)
{
    const string Token = "a-token-for-the-lab-only";

    [Fact]
    public async Task A_real_alertmanager_starts_the_runbook_and_its_resolve_verifies()
    {
        await using var host = await lab.BootAsync("chain");
        await using var bot = await BotProcess.StartAsync(
            c =>
            {
                host.Configure(c);
                c["Console"]!["Token"] = Token;
                c["Alerts"] = new JsonObject { ["Token"] = Token };
            },
            "10.50.202.1"
        );
        bot.Http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        await host.ShAsync(AlertChain.Script(host.Name, bot.Url, Token));

        var approval = await bot.WaitForApprovalAsync("INC-1");
        Assert.Equal("systemctl start cart", approval["command"]!.ToString());
        await bot.DecideAsync(approval, "approve");
        await bot.WaitForAsync("INC-1", "verify.passed", TimeSpan.FromSeconds(60));

        await bot.WaitForAsync("INC-1", "alert.resolved", TimeSpan.FromSeconds(60));
        Assert.Single(await bot.IncidentsAsync());
    }
}
