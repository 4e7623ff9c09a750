using ChatOps502.Probes;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>What was not read although a verdict of "healthy" needs it.</summary>
static class ReadingGaps
{
    /// <summary>nginx's configuration says which logs there are; its logs say whether requests succeed.</summary>
    static readonly string[] Needed = ["nginx.config", "nginx.error-log", "nginx.access-log"];

    /// <summary>One sentence for each gap on a live host; none when every log was read to the window's start.</summary>
    public static IReadOnlyList<string> Of(DiagnosisContext context) =>
        context.IsLive ? [.. context.Facts.Outcomes.Where(IsNeeded).SelectMany(Describe).Distinct()] : [];

    static bool IsNeeded(ProbeOutcome outcome) => Needed.Contains(outcome.Probe);

    static IEnumerable<string> Describe(ProbeOutcome outcome)
    {
        if (outcome.Error is { } error)
            yield return $"{outcome.Probe} ({error})";
        if (outcome.Truncated)
            yield return $"{outcome.Probe} (its answer was cut)";
        foreach (var source in outcome.Unreadable.Where(IsLogOrConfiguration))
            yield return $"{source.What} ({source.Why})";
    }

    /// <summary>A log that nginx has not written yet holds nothing.</summary>
    static bool IsLogOrConfiguration(Probes.Collection.UnreadableSource source) =>
        source.Why != "no such file";
}
