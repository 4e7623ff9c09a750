using System.Text.RegularExpressions;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>What a runtime says when its own heap is used up.</summary>
static partial class MemoryTrouble
{
    static readonly TimeSpan CloseToFailure = TimeSpan.FromMinutes(2);

    /// <summary>True when memory is why a service ended.</summary>
    public static bool Explains(FailingUpstream upstream, ServiceExit exit) =>
        exit.Kill is not null || upstream.Unit?.Result == "oom-kill" || HeapExhausted(upstream).Any();

    /// <summary>
    /// The runtime's own words, close to the failures. A PHP page that hits memory_limit is answered with 500: it is no
    /// cause here.
    /// </summary>
    public static IEnumerable<EvidenceItem> HeapExhausted(FailingUpstream upstream)
    {
        foreach (var entry in upstream.Journal.Where(entry => HeapDeath().IsMatch(entry.Message)))
            if (IsCloseToFailure(upstream, entry.Time))
                yield return new("services.journal", entry.Message.Split('\n')[0]);
        if (upstream.Tomcat?.Log.LastOrDefault(line => HeapDeath().IsMatch(line)) is { } catalina)
            yield return new("java.servers", catalina);
        if (!upstream.Has(ErrorKind.Reset, ErrorKind.PrematureClose, ErrorKind.Refused))
            yield break;
        foreach (var line in upstream.Context.PastedAppLog.Where(line => HeapDeath().IsMatch(line)))
            yield return new("app.log", line);
    }

    static bool IsCloseToFailure(FailingUpstream upstream, DateTimeOffset? time)
    {
        if (time is null || upstream.LastAt is not { } last)
            return true;
        return (last - time.Value).Duration() < CloseToFailure
            && upstream.Unit is not { Active: "inactive", Result: "success" };
    }

    // FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory   |   Exception in thread
    // "main" java.lang.OutOfMemoryError: Java heap space   |   MemoryError
    [GeneratedRegex(
        @"JavaScript heap out of memory|java\.lang\.OutOfMemoryError|^MemoryError\b|\bOOM-killed\b|^fatal error: runtime: out of memory"
    )]
    private static partial Regex HeapDeath();
}
