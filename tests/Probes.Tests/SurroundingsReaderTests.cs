using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Databases;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;

namespace ChatOps502.Probes.Tests;

/// <summary>What surrounds a back end: names, networks, certificates, databases, containers, changes.</summary>
public sealed class SurroundingsReaderTests
{
    static TFact Read<TFact>(Probe<TFact> probe, string text)
        where TFact : class => (TFact)probe.Read(new(probe.Name, 0, text, false, []), new FactSheet())!;

    [Fact]
    public void Names_keep_their_addresses_and_an_unknown_one_has_none()
    {
        var names = Read(
            new NameProbe(),
            "@resolver 10.0.0.2 valid=10s\n@nameserver 127.0.0.53\n@name db.internal\t10.0.0.5 fe80::1 \n@name "
                + "gone.internal\t\n"
        );
        Assert.Equal(["10.0.0.5", "fe80::1"], names.Of("db.internal")!.Addresses);
        Assert.Empty(names.Of("gone.internal")!.Addresses);
        Assert.Equal(("10.0.0.2 valid=10s", "127.0.0.53"), (names.Resolvers[0], names.Nameservers[0]));
    }

    [Theory]
    [InlineData("-A OUTPUT -d 10.0.0.5/32 -p tcp -m tcp --dport 3000 -j DROP", true)]
    [InlineData(
        "-A OUTPUT -p tcp -m tcp --dport 3000 -j REJECT --reject-with icmp-port-unreachable",
        true
    )]
    [InlineData("OUTPUT ip daddr 10.0.0.5 tcp dport 3000 reject", true)]
    [InlineData("-A OUTPUT -p tcp -m multiport --dports 80,3000 -j DROP", true)]
    [InlineData("-A OUTPUT -p tcp -m tcp --dport 30001 -j DROP", false)]
    [InlineData("-A OUTPUT -d 10.0.0.6/32 -p tcp -m tcp --dport 3000 -j DROP", false)]
    [InlineData("-A INPUT -p tcp -m tcp --dport 3000 -j DROP", false)]
    [InlineData("-A OUTPUT -s 10.0.0.9/32 -p tcp -m tcp --dport 3000 -j DROP", false)]
    [InlineData("-A OUTPUT ! -o lo -p tcp -m tcp --dport 3000 -j DROP", false)]
    [InlineData("-P OUTPUT DROP", true)]
    [InlineData("-A OUTPUT -m conntrack --ctstate INVALID -j DROP", false)]
    public void Only_a_rule_about_exactly_these_packets_counts(string rule, bool stands)
    {
        var paths = Read(
            new PathProbe(),
            $"@path 10.0.0.5\t10.0.0.5 dev eth0 src 10.0.0.2\tFAILED\n@rule {rule}\n"
        );
        Assert.Equal(
            stands,
            paths.RuleAgainst("OUTPUT", BackendAddress.Parse("10.0.0.5:3000")!) is not null
        );
        Assert.Equal("FAILED", paths.Of("10.0.0.5")!.Neighbour);
    }

    [Theory]
    [InlineData("-A INPUT -i lo -j ACCEPT", "127.0.0.1:3000", false)]
    [InlineData("-A INPUT -s 10.0.0.2/32 -p tcp -m tcp --dport 3000 -j ACCEPT", "10.0.0.5:3000", false)]
    [InlineData("-A INPUT -i lo -j ACCEPT", "10.0.0.5:3000", true)]
    [InlineData("-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "10.0.0.5:3000", true)]
    [InlineData("-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT", "10.0.0.5:3000", true)]
    public void What_an_earlier_rule_may_let_pass_is_not_said_to_be_stopped(
        string earlier,
        string to,
        bool stands
    )
    {
        var paths = Read(
            new PathProbe(),
            $"@rule {earlier}\n@rule -A INPUT -p tcp -m tcp --dport 3000 -j REJECT --reject-with "
                + "icmp-port-unreachable\n"
        );
        Assert.Equal(stands, paths.RuleAgainst("INPUT", BackendAddress.Parse(to)!) is not null);
    }

    [Fact]
    public void A_certificate_tells_when_it_ended()
    {
        var certificate = Read(
                new CertificateProbe(),
                "@tls 10.0.0.5:8443\tcertificate has expired\tCN = api.internal\tNov 20 00:00:00 2025 GMT\tNov "
                    + " 2 09:08:07 2026 GMT\t0\n"
            )
            .Of(BackendAddress.Parse("https://10.0.0.5:8443"))!;
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 9, 8, 7, TimeSpan.Zero), certificate.NotAfter);
        Assert.False(certificate.PlainHttp);
    }

    [Fact]
    public void A_database_tells_how_full_it_is_and_what_it_works_on()
    {
        var facts = Read(
            new DependencyProbe(),
            "@dependency mysql 127.0.0.1 3306 shop errno=111 phase=connect ms=0\n@dependency redis "
                + "cache.internal 6379 cart errno=-2 phase=resolve ms=4\n@answer mysql\n1\nThreads_connected\t150\n"
                + "max_connections\t151\nlongest\t12 s: SELECT * FROM orders\n@answer postgresql\npsql: error: "
                + "FATAL:  sorry, too many clients already\n"
        );
        Assert.Equal(
            ["mysql 127.0.0.1:3306", "redis cache.internal:6379"],
            facts.All.Select(d => d.ToString())
        );
        Assert.All(facts.All, d => Assert.True(d.Fails));
        Assert.Equal(
            (150, 151, "12 s: SELECT * FROM orders", null),
            (
                facts.Answers[0].Connections!.Value,
                facts.Answers[0].MaxConnections!.Value,
                facts.Answers[0].Longest,
                facts.Answers[0].Problem
            )
        );
        Assert.Contains("too many clients", facts.Answers[1].Problem);
    }

    [Fact]
    public void A_container_is_found_by_its_published_port_its_address_and_its_name()
    {
        var all = Read(
            new ContainerProbe(),
            "@engine docker\n@container /shop\texited\t137\ttrue\t3\t\t172.18.0.4 \t8080:80/tcp "
                + "\t2026-11-22T02:59:00.123456789Z\t2026-11-22T03:00:00.5Z\n>Killed\n@container "
                + "/db\trunning\t0\tfalse\t0\thealthy\t172.18.0.5 \t\t2026-11-22T02:59:00Z\t0001-01-01T00:00:00Z\n"
        );
        Assert.Equal("shop", all.Of(BackendAddress.Parse("127.0.0.1:8080"))!.Name);
        Assert.Equal("shop", all.Of(BackendAddress.Parse("172.18.0.4:80"))!.Name);
        Assert.Equal("db", all.Of(BackendAddress.Parse("db:5432"))!.Name);
        Assert.Equal(
            ("failed", "oom-kill", new DateTimeOffset(2026, 11, 22, 3, 0, 0, 500, TimeSpan.Zero)),
            (
                all.All[0].AsService.Active,
                all.All[0].AsService.Result,
                all.All[0].AsService.ExitedAt!.Value
            )
        );
        Assert.True(all.Find("db")!.AsService.IsRunning);
        Assert.Equal(
            (true, 137, "Killed"),
            (all.All[0].OomKilled, all.All[0].ExitCode, Assert.Single(all.All[0].Log))
        );
    }

    [Fact]
    public void Java_servers_tell_where_their_heap_is_set()
    {
        var java = Read(
            new JavaProbe(),
            "@heap tomcat10\t/etc/default/tomcat10\t-Xmx256m\n>SEVERE: java.lang.OutOfMemoryError: Java heap "
                + "space\n@threads 200 200\n"
        );
        Assert.Equal(new("tomcat10", "/etc/default/tomcat10", "-Xmx256m"), Assert.Single(java.Heaps));
        Assert.Equal((200, 200), (java.BusyThreads, java.MaxThreads));
    }

    [Fact]
    public void Changes_are_placed_in_time()
    {
        var known = new FactSheet().With(
            new HostIdentity(
                "web",
                "6",
                "Debian",
                DateTimeOffset.UnixEpoch,
                TimeSpan.FromHours(2),
                1,
                "root",
                true
            )
        );
        var changes = (HostChanges)
            new ChangeProbe().Read(
                new(
                    "host.changes",
                    0,
                    "@package 20261122050000 2026-11-22 05:00:00 upgrade php8.2-fpm:amd64 8.2.1 8.2.2\n@file "
                        + "1795316400 /etc/nginx/conf.d/shop.conf\nnoise\n",
                    false,
                    []
                ),
                known
            )!;
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero), changes.All[0].At);
        Assert.Equal(2, changes.All.Count);
    }

    [Fact]
    public void Requests_are_counted_by_the_minute_in_any_time_format()
    {
        var known = new FactSheet().With(
            new HostIdentity(
                "web",
                "6",
                "Debian",
                DateTimeOffset.UnixEpoch,
                TimeSpan.FromHours(1),
                1,
                "root",
                true
            )
        );
        var logs = (AccessLogs)
            new AccessLogProbe().Read(
                new(
                    "nginx.access-log",
                    0,
                    "@file /a\t10\n@minute 202611220401 10 3\n@minute u202611220301 5 5\n@minute e1795316460 1 "
                        + "0\n@total 16\n",
                    false,
                    []
                ),
                known
            )!;
        Assert.Equal(
            new Minute(new(2026, 11, 22, 3, 1, 0, TimeSpan.Zero), 16, 8),
            Assert.Single(logs.Minutes)
        );
    }

    [Theory]
    [InlineData(
        "pool:                 www\nprocess manager:      dynamic\nlisten queue:         4\nidle processes:    "
            + "   0\nactive processes:     2\ntotal processes:      2\nmax children reached: 1\n"
    )]
    [InlineData(
        "{\"listen queue\": 4,\"idle processes\": 0,\"active processes\": 2,\"max children reached\": "
            + "1,\"pool\": \"www\",\"total processes\": 2}"
    )]
    [InlineData(
        "Content-type: application/json\r\n\r\n{\"pool\":\"www\",\"listen queue\":4,\"idle "
            + "processes\":0,\"active processes\":2,\"total processes\":2,\"max children "
            + "reached\":1,\"processes\":[{\"pid\":1"
    )]
    public void A_pool_tells_its_state_in_either_form(string text) =>
        Assert.Equal(new PhpStatus("www", 4, 0, 2, 2, 1), PhpStatus.Read(text));

    [Fact]
    public void A_full_disk_comes_with_what_fills_it()
    {
        var disks = Read(
            new DiskProbe(),
            "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000000 1000000 0 100% /\n"
                + "@inodes\n/dev/sda1 100 10 90 10% /\n@large /var/log/app.log (800 MiB)\n"
        );
        Assert.True(Assert.Single(disks.All).IsFull);
        Assert.Equal("/var/log/app.log (800 MiB)", Assert.Single(disks.Largest));
    }
}
