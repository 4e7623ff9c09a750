using ChatOps502.Bot.Verdicts;
using ChatOps502.Lab.Tests.Hosts;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Lab.Tests;

/// <summary>Other logins and other tools than root on Debian.</summary>
[Collection(nameof(Lab))]
public sealed class HostStyleTests(Hosts.Lab lab, ITestOutputHelper output)
{
    [Fact]
    public async Task An_ordinary_user_with_the_advised_sudoers_line_reads_everything()
    {
        await using var host = await lab.BootAsync("sudo");
        await host.ShAsync(
            LabHost.StoppedShop
                + "echo 'ops ALL=(root) NOPASSWD:NOEXEC: /usr/sbin/nginx -T, /usr/bin/tail, /usr/bin/wc, "
                + "/usr/bin/test, /usr/bin/cat, /usr/bin/ls, /usr/bin/readlink, /usr/bin/ss, "
                + "/usr/bin/journalctl, /usr/bin/dmesg' >/etc/sudoers.d/ops"
        );

        var verdict = (await host.CheckAsync("ops", sudo: true)).Verdict;

        output.WriteLine(VerdictText.Of(verdict, OutputFormat.Text));
        Assert.Equal("backend-down", verdict.First?.Cause);
        Assert.Equal("cart", verdict.First?.Subject.Service);
        Assert.All(verdict.Steps, s => Assert.True(s.Ok, $"{s.Probe}: {s.Error}"));
    }

    [Fact]
    public async Task An_ordinary_user_without_sudo_says_what_is_missing_and_how_to_mend_it()
    {
        await using var host = await lab.BootAsync("plain");
        await host.ShAsync(LabHost.StoppedShop);

        var verdict = (await host.CheckAsync("ops")).Verdict;

        output.WriteLine(VerdictText.Of(verdict, OutputFormat.Text));
        var log = Assert.Single(verdict.Steps, s => s.Probe == "nginx.error-log");
        Assert.Contains("/var/log/nginx/error.log: permission denied", log.Error);
        Assert.Contains("NOPASSWD", log.Error);
        Assert.Equal("backend-down", verdict.First?.Cause); // what listens and what the unit says needs no root
        Assert.Equal("cart", verdict.First?.Subject.Service);
    }

    [Fact]
    public async Task Busybox_is_enough()
    {
        await using var host = await lab.BootAsync("busybox");
        await host.ShAsync(
            LabHost.StoppedShop
                + """
                mkdir /bb; for a in $(busybox --list); do ln -s /bin/busybox /bb/$a; done
                for t in ss curl perl python3; do mv $(command -v $t) $(command -v $t).hidden; done
                echo 'SetEnv PATH=/bb:/usr/sbin:/usr/bin:/sbin:/bin' >/etc/ssh/sshd_config.d/busybox.conf; systemctl restart ssh
                """
        );

        var verdict = (await host.CheckAsync()).Verdict;

        output.WriteLine(VerdictText.Of(verdict, OutputFormat.Text));
        Assert.Equal("backend-down", verdict.First?.Cause);
        Assert.Equal(9, verdict.Window.Status502);
        Assert.All(verdict.Steps, s => Assert.True(s.Ok, $"{s.Probe}: {s.Error}"));
    }

    [Fact]
    public async Task A_check_is_one_exec()
    {
        await using var host = await lab.BootAsync("exec");
        await host.ShAsync(LabHost.StoppedShop);
        var target = host.AsTarget();
        var counting = new CountingExecutor(target.Executor);

        await new HostCheck(TimeProvider.System, new LabHosts()).RunAsync(
            target with
            {
                Executor = counting,
            },
            TimeSpan.FromMinutes(15),
            TimeSpan.FromSeconds(20),
            CancellationToken.None
        );

        Assert.Equal(1, counting.Runs);
    }

    [Fact]
    public async Task Nothing_is_written_on_the_host()
    {
        await using var host = await lab.BootAsync("readonly");
        await host.ShAsync(LabHost.StoppedShop);
        await host.CheckAsync(); // the login itself leaves traces: lastlog, wtmp
        const string Files =
            "find / -xdev -newer /run/mark -type f -not -path '/proc/*' -not -path '/sys/*' -not -path "
            + "'/run/*' -not -path '/var/log/*' 2>/dev/null | sort";
        await host.ShAsync("touch /run/mark");

        await host.CheckAsync();

        Assert.Equal("", await host.ShAsync(Files));
    }

    [Fact]
    public async Task A_node_app_killed_by_the_kernel_for_memory_is_told_apart_from_a_crash()
    {
        await using var host = await lab.BootAsync("oom");
        await host.ShAsync(
            "node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; "
                + "start_nginx; get shop.example / 5"
        );
        using var limit = MemoryLimit.Of(host, "/opt/cart/server.js", 200L << 20);
        await host.ShAsync(
            "get shop.example /eat; until_true systemctl is-failed --quiet cart; get shop.example / 8"
        );

        var verdict = (await host.CheckAsync()).Verdict;

        output.WriteLine(VerdictText.Of(verdict, OutputFormat.Text));
        Assert.Equal("backend-oom", verdict.First?.Cause);
        Assert.Equal("cart", verdict.First?.Subject.Service);
    }

    sealed class CountingExecutor(IExecutor inner) : IExecutor
    {
        public int Runs { get; private set; }

        public Task<ExecResult> RunAsync(
            Command command,
            Action<ReadOnlySpan<byte>>? onStdout,
            CancellationToken cancel
        )
        {
            Runs++;
            return inner.RunAsync(command, onStdout, cancel);
        }
    }
}
