using System.Text;
using ChatOps502.Runbooks.Executors;
using ChatOps502.TestKit;

namespace ChatOps502.Runbooks.Tests.Executors;

/// <summary>What every executor must do. A new one inherits this.</summary>
public abstract class ExecutorContract
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Skips the test when this executor cannot run here.</summary>
    protected abstract IExecutor Executor();

    Task<ExecResult> RunAsync(params string[] argv) =>
        Executor().RunAsync(new(argv, Limit), null, CancellationToken.None);

    static string Text(ExecResult result) => Encoding.UTF8.GetString(result.Stdout);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(255)] // ssh's own word for "no connection"
    public async Task Exit_codes_come_through(int code)
    {
        var result = await RunAsync("sh", "-c", $"exit {code}");
        Assert.Null(result.Failure);
        Assert.Equal(code, result.ExitCode);
    }

    [Fact]
    public async Task A_word_stands_in_the_environment_and_in_no_argument()
    {
        const string Find =
            "printf %s \"$C502_WORD\"; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -c \"=[A]B12=\"";
        var result = await Executor()
            .RunAsync(new(["sh", "-c", Find], Limit) { Word = "=AB12=" }, null, CancellationToken.None);
        Assert.Equal("=AB12=0\n", Text(result));
    }

    [Fact]
    public async Task A_change_is_ended_by_its_limit_and_not_by_the_end_of_the_connection()
    {
        var mark = Path.Combine(Path.GetTempPath(), "c502-" + Guid.NewGuid().ToString("N"));
        var limited = await Executor()
            .RunAsync(
                new(["sh", "-c", $"sleep 30; touch {mark}"], TimeSpan.FromSeconds(1)) { Outlives = true },
                null,
                CancellationToken.None
            );
        Assert.Equal(ConnectionFailureKind.TimedOut, limited.Failure!.Kind);
        var result = await Executor()
            .RunAsync(new(["pgrep", "-f", mark], Limit), null, CancellationToken.None);
        await Eventually.TrueAsync(
            async () => (await RunAsync("pgrep", "-f", $"touc[h] {mark}")).ExitCode == 1,
            "it was killed"
        );
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task A_ticket_is_carried_out_once_and_its_second_turn_only_when_the_first_never_came()
    {
        var (sent, lost) = (Ticket.New(), Ticket.New());
        Assert.Equal("done\n", Text(await SendAsync(sent)));
        var repeated = await SendAsync(sent with { IsSecondTurn = true });
        Assert.Equal(ConnectionFailureKind.BegunBefore, repeated.Failure?.Kind);
        Assert.Equal("", Text(repeated));
        Assert.Equal("done\n", Text(await SendAsync(lost with { IsSecondTurn = true })));
        // the first turn arrives late: the bot's connection outlived the bot
        Assert.Equal(ConnectionFailureKind.BegunBefore, (await SendAsync(lost)).Failure?.Kind);
    }

    Task<ExecResult> SendAsync(Ticket ticket) =>
        Executor()
            .RunAsync(
                new(["echo", "done"], Limit) { Outlives = true, Ticket = ticket },
                null,
                CancellationToken.None
            );

    [Fact]
    public async Task Stdout_and_stderr_stay_apart()
    {
        var result = await RunAsync("sh", "-c", "echo out; echo err >&2; echo out2");
        Assert.Equal("out\nout2\n", Text(result));
        Assert.Equal("err", result.Stderr);
    }

    [Fact]
    public async Task Ten_megabytes_arrive_whole_and_while_they_are_made()
    {
        long seen = 0;
        var result = await Executor()
            .RunAsync(
                new(["sh", "-c", "head -c 10485760 /dev/zero | tr '\\0' x"], Limit),
                bytes => Interlocked.Add(ref seen, bytes.Length),
                CancellationToken.None
            );
        Assert.Equal(10 << 20, result.Stdout.Length);
        Assert.Equal(10 << 20, seen);
        Assert.False(result.Truncated);
    }

    [Fact]
    public async Task What_is_too_much_is_cut_and_said_to_be()
    {
        var result = await Executor()
            .RunAsync(
                new(["sh", "-c", "head -c 300000 /dev/zero; exit 3"], Limit, MaxBytes: 1000),
                null,
                CancellationToken.None
            );
        Assert.Equal(1000, result.Stdout.Length);
        Assert.True(result.Truncated);
        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_come_through()
    {
        var result = await RunAsync("printf", "\\000\\377\\300\\200caf\\351");
        Assert.Equal([0, 0xFF, 0xC0, 0x80, (byte)'c', (byte)'a', (byte)'f', 0xE9], result.Stdout);
    }

    [Fact]
    public async Task Standard_input_reaches_the_command()
    {
        var result = await Executor()
            .RunAsync(
                new(["od", "-An", "-tx1"], Limit, [0, 10, 92, 255, (byte)'%']),
                null,
                CancellationToken.None
            );
        Assert.Equal("00 0a 5c ff 25", Text(result).Trim());
    }

    [Theory]
    [InlineData("; touch /tmp/c502-pwned")]
    [InlineData("$(touch /tmp/c502-pwned)")]
    [InlineData("`touch /tmp/c502-pwned`")]
    [InlineData("a\ntouch /tmp/c502-pwned\n")]
    [InlineData("-rf")]
    [InlineData("--help")]
    [InlineData("it's \"quoted\" \\ and 'more'")]
    [InlineData("| tee > < & * ? [a] {b} ~ # ! %s")]
    [InlineData("")]
    public async Task A_hostile_word_reaches_no_shell(string word)
    {
        var result = await RunAsync("printf", "<%s>", word);
        Assert.Equal($"<{word}>", Text(result));
        Assert.False(File.Exists("/tmp/c502-pwned"));
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed_with_its_children()
    {
        var marker = Marker();
        var result = await Executor()
            .RunAsync(
                new(["sh", "-c", $"sleep 1{marker} & sleep 2{marker}"], TimeSpan.FromMilliseconds(700)),
                null,
                CancellationToken.None
            );
        Assert.Equal(ConnectionFailureKind.TimedOut, result.Failure?.Kind);
        Assert.True(result.Failure?.Started);
        await Eventually.TrueAsync(() => !IsRunning(marker), "nothing of it is left");
    }

    [Fact]
    public async Task A_cancelled_command_is_killed_on_the_host()
    {
        var marker = Marker();
        using var cancel = new CancellationTokenSource();
        var running = Executor().RunAsync(new(["sleep", $"1{marker}"], Limit), null, cancel.Token);
        await Eventually.TrueAsync(() => IsRunning(marker), "it runs");
        await cancel.CancelAsync();
        Assert.Equal(ConnectionFailureKind.Cancelled, (await running).Failure?.Kind);
        await Eventually.TrueAsync(() => !IsRunning(marker), "nothing of it is left");
    }

    [Fact]
    public async Task Many_at_once_do_not_mix()
    {
        var executor = Executor();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    executor.RunAsync(
                        new(["sh", "-c", $"echo begin {i}; echo end {i}"], Limit),
                        null,
                        CancellationToken.None
                    )
                )
        );
        Assert.All(
            results.Select((r, i) => (r, i)),
            x => Assert.Equal($"begin {x.i}\nend {x.i}\n", Text(x.r))
        );
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_result_not_an_exception()
    {
        var result = await RunAsync("c502-no-such-program");
        Assert.Equal(127, result.ExitCode);
        Assert.Contains("not found", result.Stderr);
    }

    [Fact]
    public async Task No_secret_of_the_command_is_in_its_failure()
    {
        var result = await Executor()
            .RunAsync(
                new(["sh", "-c", "sleep 60 # hunter2-secret"], TimeSpan.FromMilliseconds(300)),
                null,
                CancellationToken.None
            );
        Assert.DoesNotContain("hunter2", result.Failure!.Reason + result.Failure.FixHint);
    }

    static string Marker() => Random.Shared.Next(100_000_000, 999_999_999).ToString();

    /// <summary>The executors under test reach this machine, so its process table tells.</summary>
    static bool IsRunning(string marker) =>
        Directory
            .EnumerateDirectories("/proc")
            .Where(p => char.IsAsciiDigit(p[^1]))
            .Any(p =>
            {
                try
                {
                    return File.ReadAllText(p + "/cmdline").StartsWith("sleep\0")
                        && File.ReadAllText(p + "/cmdline").Contains(marker);
                }
                catch (IOException)
                {
                    return false;
                }
            });
}
