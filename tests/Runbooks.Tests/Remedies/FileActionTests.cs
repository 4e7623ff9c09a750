using System.Text;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Local;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Tests.Remedies;

/// <summary>The script that changes a file, run for real on files of this test.</summary>
public sealed class FileActionTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-change-").FullName;

    string Target => Path.Combine(_directory, "site.conf");

    [Fact]
    public async Task The_file_is_changed_and_one_command_takes_it_back()
    {
        await File.WriteAllTextAsync(Target, "limit 1\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var prepared = await PrepareAsync();
        Assert.Contains("-limit 1", prepared.Diff, StringComparison.Ordinal);
        Assert.Contains("+limit 2", prepared.Diff, StringComparison.Ordinal);

        Assert.True((await RunAsync(prepared.Argv, prepared.Stdin)).Ok);
        Assert.Equal("limit 2\n", await ReadAsync());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Target));

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
        Assert.DoesNotContain(Directory.EnumerateFiles(_directory), f => f.Contains(".chatops502-new", StringComparison.Ordinal));
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
        var kinds = typeof(RemedyAction).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(RemedyAction)));
        Assert.All(kinds, k => Assert.Contains(RemedyCatalog.All, a => a.GetType() == k));
    }

    Task<Prepared> PrepareAsync(string check = "true", string activate = "true") =>
        new Limit(check, activate, Path.Combine(_directory, "kept")).PrepareAsync(new Dictionary<string, string> { ["file"] = Target }, Here, TestContext.Current.CancellationToken);

    static Host Here => new("here", new LocalExecutor(TimeProvider.System), false, [], []);

    static Task<ExecResult> RunAsync(IReadOnlyList<string> argv, byte[]? stdin) => Here.Executor.RunAsync(new(argv, TimeSpan.FromSeconds(20), stdin), null, TestContext.Current.CancellationToken);

    Task<string> ReadAsync() => File.ReadAllTextAsync(Target, Encoding.UTF8, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    sealed class Limit(string check, string activate, string kept) : FileAction
    {
        public override string Name => "test.limit";

        public override string Risk => "none";

        protected override string Kept => kept;

        protected override Plan PlanOf(IReadOnlyDictionary<string, string> args) => new(args["file"], check, activate, "limit 2");

        protected override string? Edit(string? text, IReadOnlyDictionary<string, string> args) => "limit 2\n";
    }
}
