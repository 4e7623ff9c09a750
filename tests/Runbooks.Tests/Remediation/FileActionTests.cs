using System.Text;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Local;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Tests.Remediation;

/// <summary>The script that changes a file, run for real on files of this test.</summary>
public sealed class FileActionTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-change-").FullName;

    string Target => Path.Combine(_directory, "site.conf");

    [Fact]
    public async Task The_file_is_changed_and_one_command_takes_it_back()
    {
        await File.WriteAllTextAsync(Target, "limit 1\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(
            Target,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
        );
        var prepared = await PrepareAsync();
        Assert.Contains("-limit 1", prepared.Diff);
        Assert.Contains("+limit 2", prepared.Diff);

        Assert.True((await RunAsync(prepared.Argv, prepared.Stdin)).Ok);
        Assert.Equal("limit 2\n", await ReadAsync());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            File.GetUnixFileMode(Target)
        );

        Assert.True((await RunAsync(prepared.Undo!, null)).Ok);
        Assert.Equal("limit 1\n", await ReadAsync());
    }

    [Fact]
    public async Task A_file_that_was_not_there_is_gone_again_after_the_undo()
    {
        var prepared = await PrepareAsync();
        Assert.True((await RunAsync(prepared.Argv, prepared.Stdin)).Ok);
        Assert.True(File.Exists(Target));
        Assert.True((await RunAsync(prepared.Undo!, null)).Ok);
        Assert.False(File.Exists(Target));
    }

    [Theory]
    [InlineData("exit 3", "true", 76)]
    [InlineData("true", "exit 3", 77)]
    public async Task What_the_service_refuses_is_put_back(string check, string activate, int code)
    {
        await File.WriteAllTextAsync(Target, "limit 1\n", TestContext.Current.CancellationToken);
        var prepared = await PrepareAsync(check, activate);
        Assert.Equal(code, (await RunAsync(prepared.Argv, prepared.Stdin)).ExitCode);
        Assert.Equal("limit 1\n", await ReadAsync());
        Assert.DoesNotContain(Directory.EnumerateFiles(_directory), f => f.Contains(".chatops502-new"));
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_not_overwritten()
    {
        await File.WriteAllTextAsync(Target, "limit 1\n", TestContext.Current.CancellationToken);
        var prepared = await PrepareAsync();
        await File.WriteAllTextAsync(Target, "limit 7\n", TestContext.Current.CancellationToken);
        Assert.Equal(75, (await RunAsync(prepared.Argv, prepared.Stdin)).ExitCode);
        Assert.Equal("limit 7\n", await ReadAsync());
    }

    [Fact]
    public async Task A_directory_handed_to_somebody_else_between_look_and_change_ends_it()
    {
        SkipUnlessRoot();
        await File.WriteAllTextAsync(Target, "limit 1\n", TestContext.Current.CancellationToken);
        var prepared = await PrepareAsync();
        // a directory of the way becomes nobody's, who swaps what lies below: the same content, and a link to a victim
        // of root's
        await ShellAsync(
            """
            cd "$1" && mkdir grand victim && mkdir grand/conf && echo 'limit 1' >victim/site.conf && rm site.conf && cp victim/site.conf grand/conf/ && chown -R 65534:65534 grand
            setpriv --reuid=65534 --regid=65534 --clear-groups sh -c 'mv grand/conf grand/old && ln -s ../victim grand/conf'
            ln -s grand/conf/site.conf site.conf
            """
        );
        var result = await RunAsync(prepared.Argv, prepared.Stdin);
        Assert.Equal(46, result.ExitCode);
        Assert.Equal(
            "limit 1\n",
            await File.ReadAllTextAsync(
                Path.Combine(_directory, "victim/site.conf"),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task A_file_below_a_directory_of_somebody_elses_is_not_even_proposed()
    {
        SkipUnlessRoot();
        await ShellAsync(
            """cd "$1" && mkdir -p grand/conf && echo 'limit 1' >grand/conf/site.conf && chown 65534 grand"""
        );
        var prepared = await PrepareAsync(file: Path.Combine(_directory, "grand/conf/site.conf"));
        Assert.Contains("belongs to uid 65534", prepared.Problem);
    }

    [Fact]
    public async Task A_link_swapped_in_again_and_again_while_the_change_runs_leads_it_nowhere()
    {
        SkipUnlessRoot();
        await ShellAsync(
            """cd "$1" && mkdir -p grand/conf victim && echo 'limit 1' >grand/conf/site.conf && echo victim >victim/site.conf && echo victim >victim/other"""
        );
        var prepared = await PrepareAsync(file: Path.Combine(_directory, "grand/conf/site.conf"));
        // as the attack did it: nobody owns the grandparent, exchanges the directory, and turns the new file into a
        // link
        await ShellAsync(
            """
            cd "$1" && chown 65534:65534 grand
            setpriv --reuid=65534 --regid=65534 --clear-groups sh -c 'mv grand/conf grand/old; mkdir grand/conf; echo "limit 1" >grand/conf/site.conf
              while [ ! -e "$0/enough" ]; do for f in grand/conf/.chatops502-*; do ln -sf "$0/victim/other" "$f"; done; done' "$1" </dev/null >/dev/null 2>&1 &
            echo $! >attacker
            """
        );
        for (var i = 0; i < 5; i++)
            Assert.Contains((await RunAsync(prepared.Argv, prepared.Stdin)).ExitCode, new[] { 46, 75 });
        await ShellAsync(
            """cd "$1" && touch enough && while kill -0 "$(cat attacker)" 2>/dev/null; do sleep 0.1; done"""
        );
        Assert.Equal(
            "victim\n",
            await File.ReadAllTextAsync(
                Path.Combine(_directory, "victim/other"),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Theory]
    [InlineData("chown 65534 site.conf", 46)]
    [InlineData("chmod 666 site.conf", 46)]
    [InlineData("mv site.conf x; ln -s x site.conf; chown -h 65534 site.conf", 46)]
    [InlineData("rm site.conf; mkdir site.conf", 75)]
    [InlineData("rm site.conf; mkfifo site.conf", 75)]
    [InlineData("mkdir -p kept && chown 65534 kept", 46)]
    [InlineData("mkdir real && ln -s real kept && chown -h 65534 kept", 46)]
    public async Task What_others_can_reach_is_not_written(string meanwhile, int code)
    {
        SkipUnlessRoot();
        await File.WriteAllTextAsync(Target, "limit 1\n", TestContext.Current.CancellationToken);
        var prepared = await PrepareAsync();
        await ShellAsync("cd \"$1\" && " + meanwhile);
        Assert.Equal(code, (await RunAsync(prepared.Argv, prepared.Stdin)).ExitCode);
        Assert.DoesNotContain(Directory.EnumerateFiles(_directory), f => f.Contains(".chatops502-"));
    }

    [Fact]
    public async Task A_file_that_already_says_so_is_not_proposed()
    {
        await File.WriteAllTextAsync(Target, "limit 2\n", TestContext.Current.CancellationToken);
        Assert.Equal($"{Target} already says so", (await PrepareAsync()).Problem);
    }

    [Fact]
    public void Every_action_has_a_name_of_its_own_and_says_what_it_costs()
    {
        Assert.Equal(RemedyCatalog.All.Count, RemedyCatalog.All.Select(a => a.Name).Distinct().Count());
        Assert.All(RemedyCatalog.All, a => Assert.NotEmpty(a.Risk));
        var kinds = typeof(RemedyAction)
            .Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(RemedyAction)));
        Assert.All(kinds, k => Assert.Contains(RemedyCatalog.All, a => a.GetType() == k));
    }

    static void SkipUnlessRoot() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && Environment.UserName == "root"
                && File.Exists("/usr/bin/setpriv"),
            "needs root on Linux, and setpriv"
        );

    /// <summary>Root's shell; $1 is the directory of the test.</summary>
    async Task ShellAsync(string script) =>
        Assert.True(
            (await RunAsync(["sh", "-c", "chmod 755 \"$1\"; " + script, "sh", _directory], null)).Ok
        );

    Task<Prepared> PrepareAsync(string check = "true", string activate = "true", string? file = null) =>
        new Limit(check, activate, Path.Combine(_directory, "kept")).PrepareAsync(
            new Dictionary<string, string> { ["file"] = file ?? Target },
            Here,
            TestContext.Current.CancellationToken
        );

    static Host Here => new("here", new LocalExecutor(TimeProvider.System), false, [], []);

    static Task<ExecResult> RunAsync(IReadOnlyList<string> argv, byte[]? stdin) =>
        Here.Executor.RunAsync(
            new(argv, TimeSpan.FromSeconds(20), stdin),
            null,
            TestContext.Current.CancellationToken
        );

    Task<string> ReadAsync() =>
        File.ReadAllTextAsync(Target, Encoding.UTF8, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    sealed class Limit(string check, string activate, string kept) : FileAction
    {
        public override string Name => "test.limit";

        public override string Risk => "none";

        protected override string Kept => kept;

        protected override Plan PlanOf(IReadOnlyDictionary<string, string> args) =>
            new(args["file"], check, activate, "limit 2");

        protected override string? Edit(string? text, IReadOnlyDictionary<string, string> args) =>
            "limit 2\n";
    }
}
