using System.Net;
using System.Text.Json.Nodes;
using ChatOps502.Lab.Tests.Faults;
using ChatOps502.Lab.Tests.Hosts;
using ChatOps502.TestKit;

namespace ChatOps502.Lab.Tests;

/// <summary>Alert, verdict, approval, fix, proof, export: the bot as a process, the host real.</summary>
[Collection(nameof(Lab))]
public sealed class WholeLoopTests(Hosts.Lab lab)
{
    [Theory]
    // scenario 1 of the guide, all PHP-FPM workers died
    [InlineData("php-stopped-stale-socket", "systemctl start php8.2-fpm")]
    // 2, the back end crashed; and the database it cannot do without
    [InlineData("node-crashed", "systemctl restart cart")]
    [InlineData("database-stopped", "systemctl start mariadb")]
    // 3, memory exhausted
    [InlineData("tomcat-heap-exhausted", "systemctl start tomcat10")]
    // 4, the back end answers too late
    [InlineData("back-end-frozen", "systemctl kill --signal=CONT cart")]
    [InlineData(
        "slow-page-of-a-quick-application",
        "edit /etc/nginx/conf.d/shop.example.conf: proxy_read_timeout 15s; /usr/sbin/nginx -q -t; "
            + "/usr/sbin/nginx -s reload && sleep 0.3"
    )]
    // 5, socket permissions
    [InlineData(
        "php-socket-owner-and-mode-wrong",
        "edit /etc/php/8.2/fpm/pool.d/www.conf: listen.owner = www-data; listen.group = www-data; listen.mode "
            + "= 0660; php-fpm8.2 -t; systemctl restart php8.2-fpm"
    )]
    // 6, a container came back at another address
    [InlineData("container-came-back-elsewhere", "systemctl reload nginx")]
    // 7, connections used up
    [InlineData(
        "worker-connections-used-up",
        "edit /etc/nginx/nginx.conf: worker_connections 4096; worker_rlimit_nofile 8192; /usr/sbin/nginx -q "
            + "-t; /usr/sbin/nginx -s reload && sleep 0.3"
    )]
    // and what else a changed file mends
    [InlineData(
        "cookies-larger-than-the-buffer",
        "edit /etc/nginx/conf.d/shop.example.conf: proxy_buffer_size 16k; proxy_buffers 8 16k; "
            + "proxy_busy_buffers_size 32k; /usr/sbin/nginx -q -t; /usr/sbin/nginx -s reload && sleep 0.3"
    )]
    [InlineData(
        "files-of-the-application-used-up",
        "edit /etc/systemd/system/cart.service.d/zz-chatops502.conf: LimitNOFILE=65536:65536; systemctl "
            + "daemon-reload; systemctl daemon-reload && systemctl restart cart"
    )]
    [InlineData(
        "runtime-directory-gone",
        "edit /etc/systemd/system/api.service.d/zz-chatops502.conf: RuntimeDirectory=api; systemctl "
            + "daemon-reload; systemctl daemon-reload && systemctl restart api"
    )]
    [InlineData(
        "plain-to-a-tls-port",
        "edit /etc/nginx/conf.d/shop.example.conf: proxy_pass https://127.0.0.1:3443; /usr/sbin/nginx -q -t; "
            + "/usr/sbin/nginx -s reload && sleep 0.3"
    )]
    [InlineData(
        "wrong-port",
        "edit /etc/nginx/conf.d/shop.example.conf: proxy_pass http://127.0.0.1:3000; /usr/sbin/nginx -q -t; "
            + "/usr/sbin/nginx -s reload && sleep 0.3"
    )]
    public async Task An_alert_ends_in_a_verified_fix_and_an_export(string fault, string command)
    {
        await using var host = await lab.BootAsync("loop");
        await host.ShAsync(FaultCatalog.Find(fault).Script);
        await using var bot = await BotProcess.StartAsync(c => host.Configure(c));

        Assert.Equal(
            HttpStatusCode.Accepted,
            (await bot.SendAlertAsync("firing", $"{host.Address}:80")).StatusCode
        );
        var approval = await bot.WaitForApprovalAsync("INC-1");
        Assert.Equal(command, approval["command"]!.ToString());
        Assert.Equal(
            HttpStatusCode.OK,
            (await bot.DecideAsync(approval, "approve", "on call")).StatusCode
        );

        var proof = await bot.WaitForAsync("INC-1", "verify.passed", TimeSpan.FromSeconds(60));
        Assert.Contains("it helped", proof["text"]!.ToString());
        await bot.WaitForAsync("INC-1", "run.ended");
        var incident = await bot.IncidentAsync("INC-1");
        Assert.Equal("mitigated", incident["status"]!.ToString());
        string[] story =
        [
            "alert.firing",
            "run.started",
            "verdict",
            "snapshot",
            "approval.requested",
            "approval.approved",
            "action.done",
            "verify.passed",
            "incident.mitigated",
            "run.ended",
        ];
        Assert.Equal(story, incident["timeline"]!.AsArray().Select(e => e!["kind"]!.ToString()));

        await bot.SendAlertAsync("resolved", $"{host.Address}:80");
        await bot.WaitForAsync("INC-1", "alert.resolved");
        foreach (var format in new[] { "md", "json", "html", "csv" })
            Assert.Contains(
                "approval.approved",
                await bot.Http.GetStringAsync($"/api/incidents/INC-1/export?format={format}")
            );
    }

    [Fact]
    public async Task A_change_that_does_not_help_is_offered_back_and_one_click_restores_the_file()
    {
        await using var host = await lab.BootAsync("undo");
        await host.ShAsync(FaultCatalog.Find("wrong-port-and-the-only-candidate-is-broken").Script);
        var before = await host.ShAsync("cat /etc/nginx/conf.d/shop.example.conf");
        await using var bot = await BotProcess.StartAsync(c => host.Configure(c));
        await bot.SendAlertAsync("firing", host.Name);
        await bot.DecideAsync(await bot.WaitForApprovalAsync("INC-1"), "approve");
        await bot.WaitForAsync("INC-1", "verify.failed", TimeSpan.FromSeconds(60));
        Assert.NotEqual(before, await host.ShAsync("cat /etc/nginx/conf.d/shop.example.conf"));

        var undo = await bot.WaitForApprovalAsync("INC-1");
        Assert.Equal("config.undo", undo["action"]!.ToString());
        await bot.DecideAsync(undo, "approve");

        await bot.WaitForAsync(
            "INC-1",
            a => a["kind"]!.ToString() == "action.done" && a["text"]!.ToString().Contains("take back"),
            "the change taken back"
        );
        Assert.Equal(before, await host.ShAsync("cat /etc/nginx/conf.d/shop.example.conf"));
    }

    [Fact]
    public async Task A_change_that_helped_can_be_taken_back_by_one_click_and_once_only()
    {
        await using var host = await lab.BootAsync("back");
        await host.ShAsync(FaultCatalog.Find("cookies-larger-than-the-buffer").Script);
        var before = await host.ShAsync("cat /etc/nginx/conf.d/shop.example.conf");
        await using var bot = await BotProcess.StartAsync(c => host.Configure(c));
        await bot.SendAlertAsync("firing", host.Name);
        await bot.DecideAsync(await bot.WaitForApprovalAsync("INC-1"), "approve");
        await bot.WaitForAsync("INC-1", "run.ended", TimeSpan.FromSeconds(60));
        Assert.Contains(
            "proxy_buffer_size 16k;",
            await host.ShAsync("cat /etc/nginx/conf.d/shop.example.conf")
        );

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => bot.CommandAsync("undo INC-1"))
        );
        Assert.Single(answers, a => a["text"]!.ToString().EndsWith("is being taken back"));

        await bot.WaitForAsync(
            "INC-1",
            a => a["kind"]!.ToString() == "action.done" && a["text"]!.ToString().Contains("take back"),
            "the change taken back",
            TimeSpan.FromSeconds(60)
        );
        Assert.Equal(before, await host.ShAsync("cat /etc/nginx/conf.d/shop.example.conf"));
        await Eventually.TrueAsync(
            async () =>
                (await bot.CommandAsync("undo INC-1"))["text"]!.ToString()
                == "INC-1 has no change that could be taken back",
            "there is nothing left to undo"
        );
        Assert.Single(
            (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray(),
            e => e!["kind"]!.ToString() == "action.done" && e["text"]!.ToString().Contains("take back")
        );
    }

    [Fact]
    public async Task Another_remedy_of_the_verdict_can_be_asked_for()
    {
        await using var host = await lab.BootAsync("mend");
        await host.ShAsync(FaultCatalog.Find("tomcat-heap-exhausted").Script);
        await using var bot = await BotProcess.StartAsync(c => host.Configure(c));

        await bot.SendAlertAsync("firing", host.Name);
        Assert.Equal("service.start", (await bot.WaitForApprovalAsync("INC-1"))["action"]!.ToString());

        await bot.CommandAsync($"mend {host.Name} java.heap");

        Assert.Contains(
            "another remedy",
            (await bot.WaitForAsync("INC-1", "approval.denied"))["text"]!.ToString()
        );
        var approval = await bot.WaitForApprovalAsync("INC-1");
        Assert.Equal("java.heap", approval["action"]!.ToString());
        await bot.DecideAsync(approval, "approve");
        await bot.WaitForAsync("INC-1", "verify.passed", TimeSpan.FromSeconds(60));
        Assert.Contains("-Xmx96m", await host.ShAsync("ps -eo args | grep [c]atalina"));
    }

    [Fact]
    public async Task After_kill_9_the_same_button_works_once_and_the_command_runs_once()
    {
        await using var host = await lab.BootAsync("kill9");
        await host.ShAsync(FaultCatalog.Find("two-vhosts-one-broken").Script);
        await using var bot = await BotProcess.StartAsync(c => host.Configure(c));
        await bot.SendAlertAsync("firing", host.Name);
        var approval = await bot.WaitForApprovalAsync("INC-1");

        await bot.KillAsync();
        await bot.LaunchAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => bot.DecideAsync(approval, "approve"))
        );
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        await bot.WaitForAsync("INC-1", "verify.passed", TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.Conflict, (await bot.DecideAsync(approval, "approve")).StatusCode);
        // at the set-up, and by us
        Assert.Equal(
            "2",
            (await host.ShAsync("journalctl -q -u blog -o cat | grep -c 'Started blog.service'")).Trim()
        );
        Assert.Single(
            (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray(),
            e => e!["kind"]!.ToString() == "action.done"
        );
    }

    [Fact]
    public async Task Some_time_after_the_fix_it_looks_again_by_itself()
    {
        await using var host = await lab.BootAsync("again");
        await host.ShAsync(LabHost.StoppedShop);
        await using var bot = await BotProcess.StartAsync(c =>
        {
            host.Configure(c);
            c["Verification"] = new JsonObject { ["AgainAfter"] = new JsonArray("00:00:02") };
        });
        await bot.SendAlertAsync("firing", host.Name);
        await bot.DecideAsync(await bot.WaitForApprovalAsync("INC-1"), "approve");
        await bot.WaitForAsync("INC-1", "verify.passed");
        await host.ShAsync("systemctl stop cart; get shop.example / 5");

        var failed = await bot.WaitForAsync("INC-1", "verify.failed", TimeSpan.FromSeconds(60));

        Assert.Contains("did not help", failed["text"]!.ToString());
        await bot.WaitForAsync("INC-1", "incident.reopened");
    }

    [Fact]
    public async Task What_mended_itself_while_somebody_was_thinking_is_not_touched()
    {
        await using var host = await lab.BootAsync("stale");
        await host.ShAsync(FaultCatalog.Find("two-vhosts-one-broken").Script);
        await using var bot = await BotProcess.StartAsync(c => host.Configure(c));
        await bot.SendAlertAsync("firing", host.Name);
        var approval = await bot.WaitForApprovalAsync("INC-1");
        await host.ShAsync("systemctl start blog; until_port 4000; sleep 1; get blog.example / 5");

        await bot.DecideAsync(approval, "approve");

        var stale = await bot.WaitForAsync("INC-1", "approval.stale");
        Assert.Contains("cleared on its own", stale["text"]!.ToString());
        Assert.Equal("stale", (await bot.IncidentAsync("INC-1"))["approvals"]![0]!["state"]!.ToString());
    }
}
