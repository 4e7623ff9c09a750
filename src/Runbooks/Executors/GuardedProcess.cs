using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps502.Runbooks.Executors;

/// <summary>What one local process (sh or ssh) said, before anyone judged it.</summary>
/// <param name="ExitCode">Of the command; null when it did not end by itself.</param>
/// <param name="Started">True when the command had begun on the host.</param>
/// <param name="IsTaken">True when the host had begun this change before, and did nothing now.</param>
/// <param name="MissingProgram">The carrier, when it could not even be started; else null.</param>
sealed record GuardedOutcome(
    int? ExitCode,
    byte[] Stdout,
    string Stderr,
    bool Started,
    bool Truncated,
    TimeSpan Duration,
    bool TimedOut,
    bool Cancelled,
    bool IsTaken = false,
    string? MissingProgram = null
)
{
    public ExecResult Result(ConnectionFailure? failure) =>
        new(ExitCode ?? -1, Stdout, Stderr, Duration, Truncated, failure);

    public static GuardedOutcome NotStarted(string program, string error) =>
        new(
            ExitCode: null,
            Stdout: [],
            Stderr: error,
            Started: false,
            Truncated: false,
            Duration: TimeSpan.Zero,
            TimedOut: false,
            Cancelled: false,
            MissingProgram: program
        );
}

/// <summary>Runs a command through the guard script, over whatever program carries it to the host.</summary>
static class GuardedProcess
{
    const int MostStderr = 1 << 20;
    const int BufferSize = 64 << 10;

    /// <summary>A multiplexing ssh master may hold stderr open a moment longer than the command.</summary>
    static readonly TimeSpan Lingering = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Dying = TimeSpan.FromSeconds(1);

    static readonly string Guard = Embedded.Text("guard");

    /// <param name="carrier">Program and arguments; the guard, one shell word, is added as the last.</param>
    /// <param name="guardWord">Makes that word of the guard script.</param>
    public static async Task<GuardedOutcome> RunAsync(
        IReadOnlyList<string> carrier,
        Func<string, string> guardWord,
        Command command,
        TimeProvider clock,
        Action<ReadOnlySpan<byte>>? onStdout,
        CancellationToken cancel
    )
    {
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var begun = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(command.Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var (process, error) = Start([.. carrier, guardWord(Guard.Replace("@NONCE@", nonce))]);
        if (process is null)
            return GuardedOutcome.NotStarted(carrier[0], error);
        using var running = process;
        var stdout = new CappedBuffer(command.MaxBytes);
        var stderr = new CappedBuffer(MostStderr);
        var reading = Task.WhenAll(
            PumpAsync(process.StandardOutput.BaseStream, stdout, onStdout),
            PumpAsync(process.StandardError.BaseStream, stderr, null)
        );
        var isCut = !await EndsAsync(process, command, nonce, reading, clock, either.Token);
        var report = GuardReport.Parse(stderr.Text, nonce);
        return new(
            // whatever the guard says of a command we killed does not count
            ExitCode: isCut ? null : report.ExitCode,
            Stdout: stdout.Bytes,
            Stderr: report.Text,
            Started: report.Started,
            Truncated: stdout.Overflowed,
            Duration: clock.GetElapsedTime(begun),
            TimedOut: isCut && !cancel.IsCancellationRequested,
            Cancelled: isCut && cancel.IsCancellationRequested,
            IsTaken: report.IsTaken
        );
    }

    /// <returns>The process, or null and why it could not be started.</returns>
    static (Process? Process, string Error) Start(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return (Process.Start(start), "");
        }
        catch (Win32Exception e)
        {
            return (null, e.Message);
        }
    }

    /// <returns>False when it was ended by the limit or the cancellation.</returns>
    static async Task<bool> EndsAsync(
        Process process,
        Command command,
        string nonce,
        Task reading,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        try
        {
            await SendAsync(process, command, nonce, cancel);
            await process.WaitForExitAsync(cancel);
            await Task.WhenAny(reading, Task.Delay(Lingering, clock, CancellationToken.None));
            return true;
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAny(
                Task.WhenAll(CloseAsync(process), reading),
                Task.Delay(Dying, clock, CancellationToken.None)
            );
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            return false;
        }
    }

    static async Task SendAsync(Process process, Command command, string nonce, CancellationToken cancel)
    {
        var script = Encoding.UTF8.GetBytes($"{ScriptOf(command)} #{nonce}");
        var alone = command.Outlives ? (int)Math.Ceiling(command.Limit.TotalSeconds) : 0;
        var ticket = command.Ticket?.ToString() ?? "-";
        var head = Encoding.ASCII.GetBytes($"{script.Length} {alone} {ticket} {command.Word}\n");
        try
        {
            var pipe = process.StandardInput.BaseStream;
            await pipe.WriteAsync(head, cancel);
            await pipe.WriteAsync(script, cancel);
            await pipe.FlushAsync(cancel);
        }
        catch (IOException)
        {
            // the carrier has exited already; its stderr says why
        }
    }

    /// <summary>
    /// The command's own input travels inside the script: the guard listens on stdin for the end of the connection.
    /// </summary>
    static string ScriptOf(Command command)
    {
        var words = string.Join(' ', command.Argv.Select(ShellWord.Quote));
        return command.Stdin is { } input
            ? $"printf '%b' {ShellWord.Quote(string.Concat(input.Select(Octal)))} | {words}"
            : "exec " + words;
    }

    static string Octal(byte b)
    {
        var isPlain = b is >= 32 and < 127 && b != '\\';
        return isPlain ? ((char)b).ToString() : "\\0" + Convert.ToString(b, 8).PadLeft(3, '0');
    }

    /// <summary>The end of the connection alone would leave a change running.</summary>
    static async Task CloseAsync(Process process)
    {
        await Task.Yield();
        try
        {
            // a carrier that does not read keeps this waiting
            await process.StandardInput.BaseStream.WriteAsync("kill\n"u8.ToArray());
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // closed by the other side
        }
    }

    static async Task PumpAsync(Stream from, CappedBuffer to, Action<ReadOnlySpan<byte>>? seen)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var read)
            {
                var kept = to.Add(buffer.AsSpan(0, read));
                if (seen is not null && kept > 0)
                    seen(buffer.AsSpan(0, kept));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // the process was killed; what arrived counts
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
