using System.Net;
using ChatOps502.TestKit;

namespace ChatOps502.Lab.Tests;

/// <summary>
/// The back end lives on another configured host: the check follows it there, the verdict speaks of both, the fix is
/// made there.
/// </summary>
[Collection(nameof(Lab))]
public sealed class FarHostTests(Hosts.Lab lab)
{
    const string App =
        "node_app cart 3000; sed -i \"s/'127.0.0.1', ()/'0.0.0.0', ()/\" /opt/cart/server.js; systemctl "
        + "restart cart; until_port 3000\n";

    [Theory]
    [InlineData("systemctl stop cart", "backend-down", "systemctl start cart")]
    [InlineData(
        "iptables -A INPUT -p tcp --dport 3000 -j REJECT",
        "network-unreachable",
        "--dport 3000 -j REJECT"
    )]
    [InlineData(
        "iptables -A INPUT -p tcp --dport 3000 -j DROP",
        "connect-timeout",
        "--dport 3000 -j DROP"
    )]
    [InlineData(
        "sed -i \"s/'0.0.0.0', ()/'127.0.0.1', ()/\" /opt/cart/server.js; systemctl restart cart; until_port 3000",
        "wrong-upstream",
        "127.0.0.1:3000 (node)"
    )]
    [InlineData(
        "sed -i '1i process.exit(7);' /opt/cart/server.js; systemctl restart cart || :; sleep 0.5",
        "backend-down",
        "cart is failed"
    )]
    public async Task The_verdict_speaks_of_the_host_where_the_back_end_lives(
        string fault,
        string cause,
        string told
    )
    {
        await using var web = await lab.BootAsync("web");
        await using var app = await lab.BootAsync("app");
        await BreakAsync(web, app, fault);

        var verdict = (await web.CheckAsync(others: app)).Verdict;

        Assert.Equal(cause, verdict.First?.Cause);
        Assert.True(verdict.First!.Confidence >= 0.6, $"{verdict.First.Confidence}: {verdict.Summary}");
        var all = string.Join(
            '\n',
            verdict
                .First.Evidence.Select(e => e.Text)
                .Concat(verdict.First.Remedies.Select(r => r.Command + r.Why))
        );
        Assert.Contains(told, all);
        Assert.Contains(app.Name, all + verdict.Summary);
    }

    [Fact]
    public async Task The_fix_is_made_on_the_other_host()
    {
        await using var web = await lab.BootAsync("web");
        await using var app = await lab.BootAsync("app");
        await BreakAsync(web, app, "systemctl stop cart");
        await using var bot = await BotProcess.StartAsync(c =>
        {
            web.Configure(c);
            app.Configure(c);
        });
        await bot.SendAlertAsync("firing", web.Name);

        var approval = await bot.WaitForApprovalAsync("INC-1");
        Assert.Equal(
            (app.Name, "systemctl start cart"),
            (approval["host"]!.ToString(), approval["command"]!.ToString())
        );
        Assert.Equal(HttpStatusCode.OK, (await bot.DecideAsync(approval, "approve")).StatusCode);

        await bot.WaitForAsync("INC-1", "verify.passed", TimeSpan.FromSeconds(60));
        Assert.Equal("active", (await app.ShAsync("systemctl is-active cart")).Trim());
    }

    static async Task BreakAsync(Hosts.LabHost web, Hosts.LabHost app, string fault)
    {
        await app.ShAsync(App);
        await web.ShAsync(
            $"echo 'location / {{ proxy_connect_timeout 1s; proxy_pass http://{app.Address}:3000; }}' | site "
                + "shop.example; start_nginx; get shop.example / 4\n"
        );
        await app.ShAsync(fault + "\n");
        await web.ShAsync("get shop.example / 5\n");
    }
}
