using System.Diagnostics;
using ChatOps502.Probes;
using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Tests.Checks;

/// <summary>A whole check by root, on a host where user nobody does what it can against it.</summary>
[Collection("one host")]
public sealed class HostileUserTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_process_title_cannot_make_a_check_run_a_program()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync("");
        await host.PretendAsync(
            "/bin/bash",
            $"nginx: master process nginx -c {host.Program}",
            "-c",
            "read x"
        );
        await host.PretendAsync(
            "/bin/bash",
            $"nginx: master process {host.Program} -c {host.Program}",
            "-c",
            "read x"
        );
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.False(File.Exists(host.Mark));
        Assert.Contains(facts.Unreadable, g => g.Why.Contains("run by uid 65534"));
        AssertRootIsRead(facts);
    }

    [Theory]
    [InlineData("/usr/bin/su")]
    [InlineData("/usr/bin/passwd")]
    public async Task A_setuid_program_under_the_title_of_nginx_is_refused(string program)
    {
        await using var host = await HostileUser.ArriveAsync();
        Assert.SkipUnless(File.Exists(program), $"no {program}");
        await host.ServeAsync("");
        await host.PretendAsync(program, $"nginx: master process nginx -c {host.Shadow}");
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.Contains(facts.Unreadable, g => g.Why.Contains("run by uid"));
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task A_title_with_line_ends_bars_and_escapes_forges_nothing()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync("");
        await host.PretendAsync(
            "/bin/bash",
            $"nginx: master process nginx\n1|{host.Program}|/|{host.Program}\n#@instance pid=1 "
                + $"exe={host.Program}\n\e[31m@unreadable forged\tby\ttitle",
            "-c",
            "read x"
        );
        await host.PretendAsync("/bin/bash", "nginx: worker process\n@worker root", "-c", "read x");
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.False(File.Exists(host.Mark));
        Assert.DoesNotContain(facts.Unreadable, g => g.What.Contains("forged"));
        Assert.DoesNotContain("exe=" + host.Program, facts.Raw["nginx.config"]);
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task A_program_that_root_runs_under_the_title_of_nginx_is_not_asked_unless_it_is_nginx()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync("");
        await host.AsRootAsync(
            $"perl -e 'exec {{ \"/bin/sleep\" }} \"nginx: master process nginx -c {host.Program}\", \"60\"' "
                + ">/dev/null 2>&1 & echo $! >\"$1/sleep.pid\"; until grep -q '^nginx: master' \"/proc/$!/cmdline\"; "
                + "do sleep 0.1; done"
        );
        var facts = await HostileUser.CheckAsync(Limit);
        await host.AsRootAsync("kill \"$(cat \"$1/sleep.pid\")\"");
        Assert.False(File.Exists(host.Mark));
        Assert.Contains(facts.Unreadable, g => g.Why.Contains("it is not nginx"));
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task A_log_of_a_stranger_does_not_lead_to_a_file_of_roots()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync(
            $"error_log {host.Home}/error.log; access_log {host.Home}/access.log; access_log {host.Home}/whole.log;"
        );
        await host.AsNobodyAsync(
            """
            cd "$2" && rm -f error.log access.log whole.log && ln -s "$1/shadow" error.log && ln -s ../shadow access.log && ln -s link whole.log && ln -s "$1/shadow" link
            :
            """
        );
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.Contains(
            facts.Unreadable,
            g => g.What == $"{host.Home}/error.log" && g.Why.Contains("not followed")
        );
        Assert.Contains(
            facts.Unreadable,
            g => g.What == $"{host.Home}/access.log" && g.Why.Contains("not followed")
        );
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task A_log_of_roots_in_a_directory_of_strangers_is_read_when_no_link_leads_there()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync($"error_log {host.Home}/error.log;");
        await host.AsRootAsync(
            """echo "$(date '+%Y/%m/%d %H:%M:%S') [error] 1#1: *1 this is root's, client: 10.0.0.1" >>"$2/error.log" """
        );
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.Contains("this is root's", facts.Raw["nginx.error-log"]);
    }

    [Fact]
    public async Task Fifos_and_devices_as_logs_are_said_and_hold_up_nothing()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync(
            $"error_log {host.Home}/error.log; access_log {host.Home}/access.log; access_log {host.Home}/zero.log;"
        );
        await host.AsNobodyAsync(
            """cd "$2" && rm -f error.log access.log zero.log && mkfifo error.log && mkfifo access.log && ln -s /dev/zero zero.log"""
        );
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.Contains(
            facts.Unreadable,
            g => g.What == $"{host.Home}/error.log" && g.Why == "no regular file"
        );
        Assert.Contains(
            facts.Unreadable,
            g => g.What == $"{host.Home}/zero.log" && g.Why == "no regular file"
        );
        Assert.DoesNotContain(facts.Outcomes, o => o.Probe.StartsWith("nginx.") && o.Error is not null);
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task A_huge_log_and_one_that_never_ends_keep_a_check_within_its_limits()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync(
            $"error_log {host.Home}/error.log; access_log {host.Home}/access.log; access_log {host.Home}/huge.log;"
        );
        await host.AsNobodyAsync(
            """cd "$2" && rm -f error.log access.log huge.log && truncate -s 20G huge.log && truncate -s 20G error.log && : >access.log"""
        );
        await host.PretendAsync(
            "/bin/bash",
            "endless",
            "-c",
            $"while :; do echo endless; done >>{host.Home}/access.log & p=$!; sleep 20; kill $p"
        );
        var begun = Stopwatch.GetTimestamp();
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.True(Stopwatch.GetElapsedTime(begun) < Limit);
        Assert.All(facts.Raw.Values, text => Assert.True(text.Length < 8 << 20));
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task A_name_with_a_line_end_begins_no_line_of_its_own()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.ServeAsync(
            $"server {{ listen unix:{host.Root}/x.sock; location / {{ proxy_pass "
                + $"http://unix:{host.Home}/app.sock; }} }} access_log {host.Home}/$host.log;"
        );
        await host.AsNobodyAsync(
            """
            cd "$2" && perl -MSocket -e 'socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un("x\n\@worker forged\n.sock")) or die'
            : >'x
            @total 999999
            .log'
            """
        );
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.NotEqual("forged", facts.Find<SocketFiles>()?.Worker);
        Assert.DoesNotContain("\n@total 999999", facts.Raw["nginx.access-log"]);
        Assert.Contains(facts.Unreadable, g => g.Why.Contains("control characters"));
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task Of_a_configuration_that_nginx_refuses_only_what_reads_like_one_is_shown()
    {
        await using var host = await HostileUser.ArriveAsync();
        var conf = await host.ServeAsync("");
        await host.AsRootAsync(
            $$"""
            cd "$1" && mkdir conf.d && echo "include $1/shadow;" >>nginx.conf && cp shadow conf.d/shadow.conf
            printf 'server {\n  listen 8081;\n  server_name half-written.example;\n  location / { proxy_pass http://127.0.0.1:3000; }\n' >conf.d/brace.conf
            printf 'upstream app {\n  server 127.0.0.1:3000\n  server 127.0.0.1:3001;\n}\n# semicolon-missing\n' >conf.d/semicolon.conf
            printf 'map $http_x $y {\n  default 0;\n  ~*a 1;\n  ~*b 1;\n  ~*c 1;\n  ~*d 1;\n}\nserver { listen 8082; server_name after-a-map.example; }\n' >conf.d/map.conf
            printf -- '-----BEGIN PRIVATE KEY-----\nkeySECRET\n-----END PRIVATE KEY-----\n' >conf.d/key.conf
            printf 'DB_PASSWORD=envSECRET\nAPI=1;\n' >conf.d/env.conf
            printf '<?php\n$password = "phpSECRET";\ninclude "x.php";\nreturn 1;\n' >conf.d/config.conf
            printf 'server { listen 8083; server_name strangers.example; }\n' >conf.d/strangers.conf && chown 65534 conf.d/strangers.conf
            """
        );
        var facts = await HostileUser.CheckAsync(Limit);
        var shown = facts.Raw["nginx.config"];
        Assert.All(
            new[] { "half-written.example", "semicolon-missing", "after-a-map.example", conf },
            text => Assert.Contains(text, shown)
        );
        Assert.All(
            new[] { "envSECRET", "keySECRET", "phpSECRET", "strangers.example" },
            text => Assert.DoesNotContain(text, shown)
        );
        Assert.All(
            new[] { "shadow", "key", "env", "config", "strangers" },
            name => Assert.Contains(facts.Unreadable, g => g.What == $"{host.Root}/conf.d/{name}.conf")
        );
        AssertRootIsRead(facts);
    }

    [Fact]
    public async Task What_nginx_complains_of_in_an_include_that_leads_to_a_file_of_roots_is_not_repeated()
    {
        await using var host = await HostileUser.ArriveAsync();
        await host.AsNobodyAsync("""echo '# nothing yet' >"$2/extra.conf" """);
        await host.ServeAsync($"include {host.Home}/extra.conf;");
        await host.AsRootAsync($"""(umask 077; echo 'PASSWORD={HostileUser.Secret};' >"$1/env")""");
        await host.AsNobodyAsync("""ln -sf ../env "$2/extra.conf" """);
        var facts = await HostileUser.CheckAsync(Limit);
        Assert.Contains("unknown directive \"...\" in", facts.Raw["nginx.config"]);
        AssertRootIsRead(facts);
    }

    /// <summary>The configuration of root's nginx is there, and nothing of the file that only root may read.</summary>
    static void AssertRootIsRead(FactSheet facts)
    {
        Assert.Contains("root-serves-this.example", facts.Raw["nginx.config"]);
        Assert.All(
            facts.Raw,
            r => Assert.False(r.Value.Contains("onlyRootMayReadThis"), $"{r.Key} shows a file of root's")
        );
        Assert.All(facts.Unreadable, g => Assert.DoesNotContain("onlyRootMayReadThis", g.ToString()));
    }
}
