using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps502.Runbooks.Executors;

/// <summary>What one local process (sh or ssh) said, before anyone judged it.</summary>
sealed record GuardedOutcome(
    int? ExitCode,
    byte[] Stdout,
    string Stderr,
    bool Started,
    bool Truncated,
    TimeSpan Duration,
    bool TimedOut,
    bool Cancelled
);

/// <summary>Runs a command through the guard script, over whatever program carries it to the host.</summary>
/// <remarks>The guard's two lines on stderr tell "never began", "began and was lost" and "ended with 255" apart; ssh's
/// own exit code cannot.</remarks>
static class GuardedProcess
{
    static readonly string Guard = Embedded.Text("guard");

    /// <param name="carrier">Program and arguments; the guard, one shell word, is added as the last.</param>
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
        var start = new ProcessStartInfo(carrier[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var word in carrier.Skip(1).Append(guardWord(Guard.Replace("@NONCE@", nonce))))
            start.ArgumentList.Add(word);

        var begun = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(command.Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var process = Process.Start(start)!;
        var stdout = new Capped(command.MaxBytes);
        var stderr = new Capped(1 << 20);
        var reading = Task.WhenAll(
            PumpAsync(process.StandardOutput.BaseStream, stdout, onStdout),
            PumpAsync(process.StandardError.BaseStream, stderr, null)
        );
        var cut = false;
        try
        {
            await SendAsync(process, command, both.Token);
            await process.WaitForExitAsync(both.Token);
            // a multiplexing ssh master may hold stderr open a moment longer
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(2), clock, CancellationToken.None));
        }
        catch (OperationCanceledException)
        {
            cut = true; // whatever the guard says now, it says about a command we killed
            await Task.WhenAny(
                Task.WhenAll(CloseAsync(process), reading),
                Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None)
            );
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        var (text, started, rc) = Judge(stderr.Text, nonce);
        return new(
            cut ? null : rc,
            stdout.Bytes,
            text,
            started,
            stdout.Overflowed,
            clock.GetElapsedTime(begun),
            cut && !cancel.IsCancellationRequested,
            cut && cancel.IsCancellationRequested
        );
    }

    static async Task SendAsync(Process process, Command command, CancellationToken cancel)
    {
        var words = string.Join(' ', command.Argv.Select(ShellWord.Quote));
        // the command's own input travels inside the script: the guard listens on stdin for the end of the connection
        var script = Encoding.UTF8.GetBytes(
            command.Stdin is null ? "exec " + words : $"printf '%b' {ShellWord.Quote(Octal(command.Stdin))} | {words}"
        );
        try
        {
            var pipe = process.StandardInput.BaseStream;
            var alone = command.Outlives ? (int)Math.Ceiling(command.Limit.TotalSeconds) : 0;
            await pipe.WriteAsync(Encoding.ASCII.GetBytes($"{script.Length} {alone} {command.Word}\n"), cancel);
            await pipe.WriteAsync(script, cancel);
            await pipe.FlushAsync(cancel);
        }
        catch (IOException)
        {
            // the carrier is gone already; its stderr says why
        }
    }

    static string Octal(byte[] bytes) =>
        string.Concat(
            bytes.Select(b =>
                b is >= 32 and < 127 && b != '\\'
                    ? ((char)b).ToString()
                    : "\\0" + Convert.ToString(b, 8).PadLeft(3, '0')
            )
        );

    /// <summary>The end of the connection alone would leave a change running.</summary>
    static async Task CloseAsync(Process process)
    {
        await Task.Yield();
        try
        {
            // a carrier that does not read lets it wait
            await process.StandardInput.BaseStream.WriteAsync("kill\n"u8.ToArray());
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        { /* closed by the other side */
        }
    }

    internal static (string Text, bool Started, int? Rc) Judge(string stderr, string nonce)
    {
        var (text, started, rc) = (new StringBuilder(), false, (int?)null);
        foreach (var line in stderr.Split('\n'))
        {
            var at = line.IndexOf(nonce + " ");
            if (at < 0)
            {
                text.Append(line).Append('\n');
                continue;
            }
            text.Append(line[..at]);
            var word = line[(at + nonce.Length + 1)..];
            started = true;
            if (word.StartsWith("ended "))
                rc = int.TryParse(word[6..], out var code) ? code : null;
        }
        return (text.ToString().Trim(), started, rc);
    }

    static async Task PumpAsync(Stream from, Capped to, Action<ReadOnlySpan<byte>>? seen)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var n)
            {
                var kept = to.Add(buffer.AsSpan(0, n));
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

    sealed class Capped(int max)
    {
        readonly MemoryStream _kept = new();

        public bool Overflowed { get; private set; }

        public byte[] Bytes
        {
            get
            {
                lock (_kept)
                    return _kept.ToArray();
            }
        }

        public string Text => Encoding.UTF8.GetString(Bytes);

        public int Add(ReadOnlySpan<byte> bytes)
        {
            lock (_kept)
            {
                var room = (int)Math.Min(bytes.Length, max - _kept.Length);
                _kept.Write(bytes[..room]);
                Overflowed |= room < bytes.Length;
                return room;
            }
        }
    }
}
