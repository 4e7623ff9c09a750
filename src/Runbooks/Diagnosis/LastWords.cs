using System.Text.RegularExpressions;
using ChatOps502.Probes.Containers;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What a service said about its own trouble.</summary>
static partial class LastWords
{
    /// <summary>
    /// The newest line of its journal (or of PHP-FPM's log) that tells something; null when none does.
    /// </summary>
    public static string? Of(Situation s, Failing f) =>
        s.JournalOf(f)
            .Where(e => e.Source != "systemd")
            .Select(e => e.Message.Split('\n')[0])
            .Concat(f.Owner is { } owner ? f.Home.Find<Containers>()?.Find(owner.Service)?.Log ?? [] : [])
            .Concat(
                f.Protocol == "fastcgi"
                    ? s.PhpLog(f).Where(l => l.Level is "ERROR" or "ALERT").Select(l => l.Message)
                    : []
            )
            .LastOrDefault(m =>
                Telling().IsMatch(m) && !m.TrimStart().StartsWith("at ") && !m.EndsWith("FPM initialization failed")
            );

    /// <summary>The first line of the newest journal entry that fits; null when none does.</summary>
    public static string? Of(Situation s, Failing f, Regex wanted) =>
        s.JournalOf(f).Select(e => e.Message.Split('\n')[0]).LastOrDefault(m => wanted.IsMatch(m));

    /// <summary>A master's lines about workers that died.</summary>
    public static IEnumerable<string> OfWorkers(Situation s, Failing f) =>
        s.JournalOf(f).Select(e => e.Message.Split('\n')[0]).Where(m => WorkerDied().IsMatch(m));

    // Error: boom   |   ModuleNotFoundError: No module named 'x'   |   panic: ...   |   ERROR: [www.conf:12] unknown
    // entry   |   waiting for database
    [GeneratedRegex(
        @"(?i)uncaught|unhandled|fatal|exception|traceback|segmentation fault|panic:|error|no module named|unknown entry|cannot find|not found|permission denied|address already in use|EADDRINUSE|no such file|waiting for|connection lost|retrying"
    )]
    private static partial Regex Telling();

    // Worker with pid 154 was terminated due to signal 9   |   Worker (pid:154) was sent SIGKILL!   |   worker 1 (pid:
    // 12) died
    [GeneratedRegex(@"(?i)worker.{0,40}(?:terminated due to signal|was sent SIG|died|killed by signal)")]
    private static partial Regex WorkerDied();
}
