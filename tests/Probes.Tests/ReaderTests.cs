using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Probes.Tests;

/// <summary>Answers as real machines gave them.</summary>
public sealed class ReaderTests
{
    static TFact Read<TFact>(Probe<TFact> probe, string text)
        where TFact : class => (TFact)probe.Read(new(probe.Name, 0, text, false, []), new FactSheet())!;

    [Theory]
    [InlineData(
        "ss",
        "LISTEN 0      511          0.0.0.0:80        0.0.0.0:*    "
            + "users:((\"nginx\",pid=57,fd=6),(\"nginx\",pid=56,fd=6))",
        "0.0.0.0:80 (nginx)",
        57
    )]
    [InlineData("ss", "LISTEN 3      511             [::1]:3000         [::]:*", "[::1]:3000", null)]
    [InlineData("ss", "LISTEN 0      4096   127.0.0.53%lo:53        0.0.0.0:*", "127.0.0.53:53", null)]
    [InlineData(
        "netstat",
        "tcp        0      0 127.0.0.1:3000          0.0.0.0:*               LISTEN      971/node",
        "127.0.0.1:3000 (node)",
        971
    )]
    [InlineData(
        "netstat",
        "tcp6       0      0 :::9000                 :::*                    LISTEN      -",
        "[::]:9000",
        null
    )]
    [InlineData(
        "proc",
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 24119 1",
        "127.0.0.1:8080",
        null
    )]
    public void A_listening_socket_is_read(string tool, string line, string expected, int? pid)
    {
        var listener = ListeningProbe.Read(tool, false, line)!;
        Assert.Equal((expected, pid), (listener.ToString(), listener.Pid));
    }

    [Fact]
    public void A_listening_unix_socket_is_read_with_its_queue()
    {
        var listener = ListeningProbe.Read(
            "ss",
            true,
            "u_str LISTEN 5      511    /var/run/php/php8.2-fpm.sock 5321   * 0    users:((\"php-fpm8.2\",pid=41,fd=9))"
        )!;
        Assert.Equal(
            ("/run/php/php8.2-fpm.sock", 5, 511, "php-fpm8.2"),
            (listener.SocketPath, listener.Queue!.Value, listener.Backlog!.Value, listener.Process)
        );
        Assert.True(listener.Accepts(BackendAddress.Parse("fastcgi://unix:/run/php/php8.2-fpm.sock:")!));
    }

    [Theory]
    [InlineData("LISTEN 0 5 0.0.0.0:4444 0.0.0.0:* users:((\"a\",pid=42,fd=6\",pid=999,fd=3))")]
    [InlineData("LISTEN 0 5 0.0.0.0:4444 0.0.0.0:* users:((\"\",42,6),(\"\",pid=999,fd=3))")]
    public void A_process_that_calls_itself_like_a_list_of_owners_owns_nothing(string line) =>
        Assert.Null(ListeningProbe.Read("ss", false, line)!.Pid);

    [Fact]
    public void A_socket_name_with_a_line_end_takes_the_owners_of_all_socket_files_away()
    {
        var listeners = Read(
            new ListeningProbe(),
            """
            @askers 12 7 1
            @tool ss
            LISTEN 0 511 127.0.0.1:3000 0.0.0.0:* users:(("node",pid=42,fd=6))
            @unix
            u_str LISTEN 0 5 /tmp/x
            u_str LISTEN 0 5 /tmp/s 1 * 0 users:(("node",pid=42,fd=3))
            @askers 42
             199 * 0 users:(("python3",pid=999,fd=3))
            """
        );
        Assert.All(listeners.All.Where(l => l.SocketPath is not null), l => Assert.Null(l.Pid));
        Assert.Equal(42, listeners.All[0].Pid);
        Assert.Equal([12, 7, 1], listeners.Askers);
    }

    [Fact]
    public void A_loopback_v6_listener_does_not_answer_for_v4()
    {
        var listener = ListeningProbe.Read("ss", false, "LISTEN 0 511 [::1]:3000 [::]:*")!;
        Assert.False(listener.Accepts(BackendAddress.Parse("127.0.0.1:3000")!));
        Assert.True(listener.Accepts(BackendAddress.Parse("[::1]:3000")!));
    }

    [Theory]
    [InlineData(
        "    971       1 www-data                         Ssl   52344    3601 /usr/bin/node /opt/cart/server.js",
        971,
        'S',
        52344
    )]
    [InlineData(
        "  412     1 root     S     12m  0:01 {gunicorn} /usr/bin/python3 gunicorn",
        412,
        'S',
        12288
    )]
    public void A_process_is_read_from_procps_and_busybox(string line, int pid, char state, long rss)
    {
        var process = ProcessProbe.Read(line)!;
        Assert.Equal((pid, state, rss), (process.Pid, process.State, process.RssKb));
    }

    [Fact]
    public void A_systemd_unit_tells_how_it_ended()
    {
        var units = Read(
            new UnitProbe(),
            """
            @manager systemd
            Id=cart.service
            LoadState=loaded
            ActiveState=failed
            SubState=failed
            Result=signal
            ExecMainCode=2
            ExecMainStatus=9
            ExecMainStartTimestamp=Sun 2026-11-22 17:05:27 UTC
            ExecMainExitTimestamp=Sun 2026-11-22 17:06:27 UTC
            ExecStart={ path=/usr/bin/node ; argv[]=/usr/bin/node /opt/cart/server.js ; ignore_errors=no ; start_time=[n/a] }
            FragmentPath=/etc/systemd/system/cart.service
            MainPID=0
            NRestarts=2

            Id=gone.service
            LoadState=not-found
            """
        );
        var unit = Assert.Single(units.All);
        Assert.Equal(
            ("cart", "failed", "killed", 9, 2),
            (unit.Name, unit.Active, unit.ExitKind, unit.ExitStatus!.Value, unit.Restarts)
        );
        Assert.Equal("/usr/bin/node /opt/cart/server.js", unit.Command);
        Assert.Equal(TimeSpan.FromMinutes(1), unit.ExitedAt - unit.StartedAt);
        Assert.True(unit.IsLocal);
    }

    [Theory]
    [InlineData("openrc", " nginx                    [  started  ]", "nginx", "active")]
    [InlineData("sysvinit", " [ - ]  php8.2-fpm", "php8.2-fpm", "inactive")]
    [InlineData(
        "supervisor",
        "shop                             FATAL     Exited too quickly (process log may have details)",
        "shop",
        "failed"
    )]
    public void Other_service_managers_are_read(string manager, string line, string name, string active)
    {
        var unit = Assert.Single(Read(new UnitProbe(), $"@manager {manager}\n{line}\n").All);
        Assert.Equal((name, active, manager), (unit.Name, unit.Active, unit.Manager));
    }

    [Theory]
    [InlineData(
        "[62279.421192] Killed process 1234 (python3.4) total-vm:1460016kB, anon-rss:1414008kB, file-rss:4kB",
        1234,
        "python3.4",
        false
    )]
    [InlineData(
        "[ 1.5] Memory cgroup out of memory: Killed process 966 (manager) total-vm:744052kB, anon-rss:29360kB, "
            + "file-rss:22196kB, shmem-rss:0kB, UID:0 pgtables:276kB oom_score_adj:999",
        966,
        "manager",
        true
    )]
    [InlineData(
        "Jan 21 22:01:49 localhost kernel: Killed process 19667, UID 33, (apache2) total-vm:1kB, anon-rss:2kB",
        19667,
        "apache2",
        false
    )]
    public void A_memory_kill_is_read(string line, int pid, string name, bool limit)
    {
        var kill = Assert.Single(KernelLogReader.Read([line], DateTimeOffset.UnixEpoch).Kills);
        Assert.Equal((pid, name, limit), (kill.Pid!.Value, kill.Name, kill.CgroupLimit));
    }

    [Fact]
    public void The_control_group_of_a_kill_stands_in_the_line_before()
    {
        var boot = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        var events = KernelLogReader.Read(
            [
                "[5.0] "
                    + "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                    + "oom_memcg=/system.slice/cart.service,task_memcg=/system.slice/cart.service,"
                    + "task=node,pid=412,uid=33",
                "[5.1] Memory cgroup out of memory: Killed process 412 (node) total-vm:1kB, anon-rss:2kB",
            ],
            boot
        );
        Assert.Equal("/system.slice/cart.service", Assert.Single(events.Kills).Cgroup);
        Assert.Equal(5, (int)(events.Kills[0].Time! - boot).Value.TotalSeconds);
    }

    [Fact]
    public void A_segfault_is_a_fault_not_a_memory_kill()
    {
        var events = KernelLogReader.Read(
            ["[77.1] php-fpm8.2[412]: segfault at 0 ip 00007f sp 00007f error 4 in libc.so.6"],
            DateTimeOffset.UnixEpoch
        );
        Assert.Empty(events.Kills);
        Assert.Equal(("php-fpm8.2", 412), (events.Faults.Single().Name, events.Faults.Single().Pid));
    }

    [Theory]
    [InlineData(
        "[23-Aug-2016 16:57:10] WARNING: [pool www] child 1933 exited on signal 11 (SIGSEGV) after 221.151060 "
            + "seconds from start",
        "www",
        "child 1933"
    )]
    [InlineData("[22-Nov-2026 17:05:27.123] NOTICE: ready to handle connections", null, "ready")]
    public void A_line_of_php_fpm_is_read(string text, string? pool, string message)
    {
        var line = PhpLogLine.Read(text)!;
        Assert.Equal(pool, line.Pool);
        Assert.StartsWith(message, line.Message);
    }

    [Fact]
    public void A_pool_says_where_it_listens_and_whose_it_is()
    {
        var fpm = Read(
            new PhpFpmProbe(),
            "@pools /etc/php/8.2/fpm/php-fpm.conf\n[global]\nerror_log = /var/log/x\n@pools "
                + "/etc/php/8.2/fpm/pool.d/www.conf\n[www]\nlisten = /run/php/$pool.sock ; comment\npm.max_children "
                + "= 5\n[api]\nlisten = 9001\n@log /var/log/x\n>[22-Nov-2026 17:05:27] WARNING: [pool www] server "
                + "reached pm.max_children setting (5), consider raising it\n"
        );
        Assert.Equal(
            ["unix:/run/php/www.sock", "127.0.0.1:9001"],
            fpm.Pools.Select(p => p.Listen!.ToString())
        );
        Assert.Equal((5, "php8.2-fpm"), (fpm.Pools[0].MaxChildren!.Value, fpm.Pools[0].Service));
        Assert.Single(fpm.Log);
    }

    [Theory]
    [InlineData("srw-rw----", "www-data", "www-data", true)]
    [InlineData("srw-rw----", "root", "www-data", true)]
    [InlineData("srw-rw----", "root", "root", false)]
    [InlineData("srw-------", "root", "www-data", false)]
    [InlineData("srw-rw-rw-", "root", "root", true)]
    [InlineData("drwx------", "ann", "ann", false)]
    [InlineData("drwxr-x--x", "ann", "ann", true)]
    [InlineData("drwxrwxrwt", "root", "root", true)]
    public void A_way_is_free_or_blocked_for_the_workers(
        string mode,
        string owner,
        string group,
        bool free
    ) =>
        Assert.Equal(
            free,
            new PathStep("/x", true, mode, owner, group).CanBeTraversed("www-data", ["www-data"])
        );

    [Fact]
    public void A_full_disk_is_full_in_bytes_or_in_inodes()
    {
        var disks = Read(
            new DiskProbe(),
            "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000000 999999 1 100% /\n"
                + "/dev/sdb1 1000 10 990 1% /srv/my data\n@inodes\nFilesystem Inodes IUsed IFree IUse% Mounted on\n"
                + "/dev/sda1 100 50 50 50% /\n/dev/sdb1 100 100 0 100% /srv/my data\n"
        );
        Assert.All(disks.All, d => Assert.True(d.IsFull));
        Assert.Contains(disks.All, d => d.Mount == "/srv/my data");
    }

    [Fact]
    public void Garbage_breaks_no_probe()
    {
        var random = new Random(502);
        foreach (var probe in ProbeCatalog.All)
            for (var i = 0; i < 50; i++)
            {
                var text =
                    new string([.. Enumerable.Range(0, 400).Select(_ => (char)random.Next(1, 300))])
                    + "\n@file x\n@total y\n@status 1\n@step a\n@way\n";
                try
                {
                    probe.Read(new(probe.Name, 1, text, true, []), new FactSheet());
                }
                catch (Exception e)
                    when (e
                            is FormatException
                                or IndexOutOfRangeException
                                or ArgumentException
                                or OverflowException
                                or InvalidOperationException
                                or KeyNotFoundException
                    )
                { /* the bundle reader reports these as unreadable */
                }
            }
    }

    [Fact]
    public void Every_probe_is_in_the_catalogue_or_asked_for_by_name()
    {
        var known = ProbeCatalog
            .All.Select(p => p.GetType())
            .Append(typeof(CustomServiceProbe))
            .Append(typeof(VerificationProbe))
            .ToHashSet();
        Assert.All(
            typeof(Probe).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Probe)) && !t.IsAbstract),
            t => Assert.Contains(t, known)
        );
        Assert.Equal(ProbeCatalog.All.Count, ProbeCatalog.All.Select(p => p.Name).Distinct().Count());
    }
}
