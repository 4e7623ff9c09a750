using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>What a service logged about its own trouble.</summary>
static partial class ServiceLogExcerpt
{
    /// <summary>
    /// The newest telling line of its journal, its container's log or PHP-FPM's log; null when no line tells anything.
    /// </summary>
    public static string? Newest(FailingUpstream upstream) =>
        FirstLines(upstream, systemdToo: false)
            .Concat(upstream.ContainerLog)
            .Concat(PhpErrors(upstream))
            .LastOrDefault(IsTelling);

    /// <summary>The newest telling line of its journal since then; null when no line tells anything.</summary>
    public static string? NewestSince(FailingUpstream upstream, DateTimeOffset? since) =>
        upstream
            .Journal.Where(entry => entry.Source != "systemd" && entry.Time >= since)
            .Select(entry => entry.Message.Split('\n')[0])
            .LastOrDefault(IsTelling);

    /// <summary>The first line of the newest journal entry that fits; null when none does.</summary>
    public static string? Newest(FailingUpstream upstream, Regex wanted) =>
        FirstLines(upstream).LastOrDefault(line => wanted.IsMatch(line));

    /// <summary>A master's lines about workers that died.</summary>
    public static IEnumerable<string> DeadWorkers(FailingUpstream upstream) =>
        FirstLines(upstream).Where(line => WorkerDied().IsMatch(line));

    /// <summary>gunicorn, uwsgi (harakiri) and php-fpm say so when they kill a worker that took too long.</summary>
    public static IEnumerable<string> WorkerTimeouts(FailingUpstream upstream)
    {
        var journal = upstream.Journal.Select(entry => entry.Message);
        var php = upstream.Protocol == "fastcgi" ? upstream.PhpLog.Select(line => line.Message) : [];
        return journal.Concat(php).Where(IsWorkerTimeout);
    }

    static bool IsWorkerTimeout(string line) =>
        line.Contains("WORKER TIMEOUT")
        || line.Contains("HARAKIRI")
        || line.Contains("execution timed out");

    static IEnumerable<string> FirstLines(FailingUpstream upstream, bool systemdToo = true) =>
        upstream
            .Journal.Where(entry => systemdToo || entry.Source != "systemd")
            .Select(entry => entry.Message.Split('\n')[0]);

    static IEnumerable<string> PhpErrors(FailingUpstream upstream) =>
        upstream.Protocol == "fastcgi"
            ? upstream.PhpLog.Where(line => line.Level is "ERROR" or "ALERT").Select(line => line.Message)
            : [];

    /// <summary>A stack frame tells nothing, and neither does PHP-FPM's last line after the real reason.</summary>
    static bool IsTelling(string line) =>
        Trouble().IsMatch(line)
        && !line.TrimStart().StartsWith("at ")
        && !line.EndsWith("FPM initialization failed");

    // Error: boom   |   ModuleNotFoundError: No module named 'x'   |   panic: ...   |   ERROR: [www.conf:12] unknown
    // entry   |   waiting for database
    [GeneratedRegex(
        @"(?i)uncaught|unhandled|fatal|exception|traceback|segmentation fault|panic:|error|no module named|unknown entry|cannot find|not found|permission denied|address already in use|EADDRINUSE|no such file|waiting for|connection lost|retrying"
    )]
    private static partial Regex Trouble();

    // Worker with pid 154 was terminated due to signal 9   |   Worker (pid:154) was sent SIGKILL!   |   worker 1 (pid:
    // 12) died
    [GeneratedRegex(@"(?i)worker.{0,40}(?:terminated due to signal|was sent SIG|died|killed by signal)")]
    private static partial Regex WorkerDied();
}
