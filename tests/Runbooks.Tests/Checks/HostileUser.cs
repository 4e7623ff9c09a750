using System.Diagnostics;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;
using ChatOps502.Runbooks.Executors.Local;
using ChatOps502.TestKit;

namespace ChatOps502.Runbooks.Tests.Checks;

/// <summary>
/// A login like any other on a host that root checks: what user nobody can put in the way, for real. Needs root.
/// </summary>
sealed class HostileUser : IAsyncDisposable
{
    const string Nobody = "65534";

    readonly List<Process> _running = [];

    public static string? Missing
    {
        get
        {
            if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
                return "needs root on Linux: it becomes user nobody";
            var hasAll =
                Nginx is not null && File.Exists("/usr/bin/perl") && File.Exists("/usr/bin/setpriv");
            return hasAll ? null : "needs nginx, perl and setpriv";
        }
    }

    static string? Nginx =>
        new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(
            File.Exists
        );

    /// <summary>Root's, and readable for all.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("c502-hostile-").FullName;

    /// <summary>Belongs to nobody.</summary>
    public string Home => Path.Combine(Root, "home");

    /// <summary>A program of root's that leaves its mark when somebody runs it, by whatever name.</summary>
    public string Program => Path.Combine(Root, "program");

    public string Mark => Path.Combine(Root, "ran");

    /// <summary>What stands in every line of <see cref="Shadow"/>.</summary>
    public const string Secret = "$y$j9T$onlyRootMayReadThis$";

    /// <summary>
    /// A file that only root may read: lines as in /etc/shadow, and such as the windows of the logs would let pass.
    /// </summary>
    public string Shadow => Path.Combine(Root, "shadow");

    public static async Task<HostileUser> ArriveAsync()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var user = new HostileUser();
        await user.AsRootAsync(
            $$"""
            chmod 755 "$1" && mkdir "$1/home" "$1/logs" && chown {{Nobody}}:{{Nobody}} "$1/home"
            printf '#!/bin/sh\ntouch "%s"\n' "$1/ran" >"$1/program" && chmod 755 "$1/program"
            (umask 077; printf '%s\n' 'admin:{{Secret}}:20000:0:99999:7:::' "$(date '+%Y/%m/%d %H:%M:%S') [error] 1#1: *1 {{Secret}}" "1.2.3.4 - - [$(date '+%d/%b/%Y:%H:%M:%S %z')] \"GET /{{Secret}} HTTP/1.1\" 502 1" >"$1/shadow")
            """
        );
        return user;
    }

    /// <summary>Starts root's own nginx, with one more statement in its http block.</summary>
    public async Task<string> ServeAsync(string statement)
    {
        var conf = Path.Combine(Root, "nginx.conf");
        await File.WriteAllTextAsync(
            conf,
            $$"""
            pid {{Root}}/nginx.pid; error_log {{Root}}/logs/error.log; worker_processes 1;
            events { worker_connections 16; }
            http { access_log {{Root}}/logs/access.log; server { listen 127.0.0.1:{{Ports.Free()}}; server_name root-serves-this.example; } {{statement}} }
            """
        );
        await AsRootAsync($"{Nginx} -p \"$1\" -c \"$1/nginx.conf\"");
        return conf;
    }

    /// <summary>A shell script, run by root to its end; $1 is <see cref="Root"/>, $2 <see cref="Home"/>.</summary>
    public Task AsRootAsync(string script) => EndAsync(Start("sh", ["-c", script, "root", Root, Home]));

    /// <summary>The same by nobody.</summary>
    public Task AsNobodyAsync(string script) =>
        EndAsync(Start("setpriv", [.. Drop, "sh", "-c", script, "nobody", Root, Home]));

    /// <summary>A process of nobody's with a title of its choice, which stays.</summary>
    public async Task PretendAsync(string program, string title, params IReadOnlyList<string> args)
    {
        var process = Start(
            "setpriv",
            [
                .. Drop,
                "perl",
                "-e",
                "open STDOUT, q(>/dev/null); open STDERR, q(>/dev/null); my $p = shift; exec { $p } @ARGV",
                program,
                title,
                .. args,
            ]
        );
        _running.Add(process);
        await Eventually.TrueAsync(
            () =>
                File.Exists($"/proc/{process.Id}/cmdline")
                && File.ReadAllText($"/proc/{process.Id}/cmdline").StartsWith(title),
            $"{program} runs under its title"
        );
    }

    /// <summary>What a check by root reads, with all probes in one exec, as the bot does it.</summary>
    public static async Task<FactSheet> CheckAsync(TimeSpan limit)
    {
        var bundle = ProbeBundle.Compile(
            ProbeCatalog.All,
            new(TimeSpan.FromMinutes(15)),
            "=HOSTILE" + Guid.NewGuid().ToString("N")
        );
        var reader = new BundleReader(bundle, () => TimeSpan.Zero);
        var result = await new LocalExecutor(TimeProvider.System).RunAsync(
            new(["sh", "-c", bundle.Script], limit) { Word = bundle.Boundary },
            bytes => reader.Feed(bytes),
            TestContext.Current.CancellationToken
        );
        Assert.Null(result.Failure);
        Assert.True(reader.Complete, result.Stderr);
        return reader.Facts;
    }

    static string[] Drop => ["--reuid=" + Nobody, "--regid=" + Nobody, "--clear-groups"];

    static Process Start(string program, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    static async Task EndAsync(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
        await AsRootAsync(
            "[ ! -s \"$1/nginx.pid\" ] || kill \"$(cat \"$1/nginx.pid\")\"; rm -rf -- \"$1\""
        );
    }
}
