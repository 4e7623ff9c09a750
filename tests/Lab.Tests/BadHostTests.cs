using System.Net;
using ChatOps502.Bot.Verdicts;
using ChatOps502.Lab.Tests.Hosts;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.TestKit;

namespace ChatOps502.Lab.Tests;

/// <summary>Hosts that lie, hang, die or are full.</summary>
[Collection(nameof(Lab))]
public sealed class BadHostTests(Hosts.Lab lab, ITestOutputHelper output)
{
    [Fact]
    public async Task Binary_gigantic_and_forged_log_lines_change_nothing()
    {
        await using var host = await lab.BootAsync("hostile");
        await host.ShAsync(
            """
            node_app cart 3000; echo "log_format hostile '\$http_user_agent \$remote_addr - - [\$time_local] \"\$request\" \$status \$body_bytes_sent';" >/etc/nginx/conf.d/00.conf
            echo 'access_log /var/log/nginx/ua.log hostile; location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            for ua in '@unreadable /etc/shadow	stolen	rm -rf /' '@total 999999' '@status 502 5000' '$(reboot)' '`reboot`' "'; reboot; '" '%s%n' '{"status":502}'; do curl -s -o /dev/null -A "$ua" -H 'Host: shop.example' "http://127.0.0.1/?502=\$(reboot)"; done
            systemctl stop cart; get shop.example / 5
            head -c 3000000 /dev/urandom >>/var/log/nginx/error.log; echo >>/var/log/nginx/error.log
            head -c 5000000 /dev/zero | tr '\0' x >>/var/log/nginx/error.log; printf '\n@unreadable x\ty\tz\n@total 77\n@file /etc/passwd\t1\n2026/11/22 17' >>/var/log/nginx/error.log
            head -c 3000000 /dev/urandom >>/var/log/nginx/access.log
            """
        );
        var verdict = (await host.CheckAsync()).Verdict;
        output.WriteLine(VerdictText.Of(verdict, OutputFormat.Text));
        Assert.Equal("backend-down", verdict.First?.Cause);
        Assert.Equal(5, verdict.Window.Status502);
        Assert.All(verdict.Steps, s => Assert.True(s.Ok, $"{s.Probe}: {s.Error}"));
    }

    [Fact]
    public async Task A_full_disk_on_the_host_is_no_obstacle()
    {
        await using var host = await lab.BootAsync("full");
        await host.ShAsync(
            LabHost.StoppedShop
                + "head -c 3000000000 /dev/zero >/fill 2>/dev/null || :; ! echo x >/more 2>/dev/null || ! test -s /more"
        );
        var verdict = (await host.CheckAsync()).Verdict;
        Assert.Equal("backend-down", verdict.First?.Cause);
    }

    [Fact]
    public async Task A_host_that_hangs_is_unknown_within_the_limit()
    {
        await using var host = await lab.BootAsync("hang");
        await host.ShAsync("pkill -STOP -o sshd");
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();
        var result = await new HostCheck(clock, new LabHosts()).RunAsync(
            host.AsTarget(),
            TimeSpan.FromMinutes(15),
            TimeSpan.FromSeconds(3),
            CancellationToken.None
        );
        Assert.InRange(clock.GetElapsedTime(begun).TotalSeconds, 1, 8);
        Assert.Equal(VerdictStatus.Unknown, result.Verdict.Status);
        Assert.Contains("could not read", result.Verdict.Summary);
    }

    [Fact]
    public async Task A_host_that_dies_during_the_fix_is_not_fixed_twice()
    {
        await using var host = await lab.BootAsync("dies");
        await host.ShAsync(
            LabHost.StoppedShop
                + "mkdir -p /etc/systemd/system/cart.service.d; printf '[Service]\nExecStartPre=/bin/sleep 30\n' "
                + ">/etc/systemd/system/cart.service.d/slow.conf; systemctl daemon-reload"
        );
        await using var bot = await BotProcess.StartAsync(c => host.Configure(c));
        await bot.SendAlertAsync("firing", host.Name);
        var approval = await bot.WaitForApprovalAsync("INC-1");
        Assert.Equal(HttpStatusCode.OK, (await bot.DecideAsync(approval, "approve")).StatusCode);
        await Eventually.TrueAsync(
            async () => (await host.ShAsync("systemctl is-active cart || :")).Contains("activating"),
            "the fix is under way"
        );

        await bot.KillAsync();
        await bot.LaunchAsync();

        await bot.WaitForAsync("INC-1", "run.ended", TimeSpan.FromSeconds(90));
        Assert.Equal(
            "1",
            (
                await host.ShAsync("journalctl -q -u cart -o cat | grep -c 'Starting cart.service' || :")
            ).Trim()
        );
        Assert.Contains(
            (await bot.IncidentAsync("INC-1"))["timeline"]!.AsArray(),
            e => e!["text"]!.ToString().Contains("how it ended is unknown")
        );
    }

    [Fact]
    public async Task Many_lines_are_counted_on_the_host_and_cost_little()
    {
        await using var host = await lab.BootAsync("busy");
        await host.ShAsync(
            LabHost.StoppedShop
                + """
                t=$(date '+%d/%b/%Y:%H:%M:%S %z')
                yes "10.0.0.9 - - [$t] \"GET /a HTTP/1.1\" 200 502 \"-\" \"-\"" | head -n 400000 >>/var/log/nginx/access.log || :
                yes "10.0.0.9 - - [$t] \"GET /b HTTP/1.1\" 502 157 \"-\" \"-\"" | head -n 3000 >>/var/log/nginx/access.log || :
                """
        );
        var result = await host.CheckAsync();
        Assert.InRange(result.Verdict.Window.Requests, 403_013, 403_020); // and those that waited for nginx
        Assert.Equal(3_009, result.Verdict.Window.Status502);
        Assert.InRange(result.Facts.Raw["nginx.access-log"].Length, 1, 1_000_000);
    }
}
