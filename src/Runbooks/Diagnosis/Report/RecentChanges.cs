namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>What happened on the hosts within ten minutes of the first failing request, before and after it.</summary>
static class RecentChanges
{
    static readonly TimeSpan Near = TimeSpan.FromMinutes(10);

    const int Most = 8;

    /// <param name="firstAt">The first failing request; null when none failed.</param>
    public static IEnumerable<Observation> Around(DiagnosisContext context, DateTimeOffset? firstAt)
    {
        if (firstAt is not { } first || !context.IsLive)
            return [];
        return EventsOfAllHosts(context)
            .Where(happened => (happened.At - first).Duration() <= Near)
            .OrderByDescending(happened => happened.At <= first)
            .ThenBy(happened => (happened.At - first).Duration())
            .DistinctBy(happened => happened.Text)
            .Take(Most)
            .Select(happened => Observe(happened, first));
    }

    static Observation Observe(HostEvent happened, DateTimeOffset first) =>
        new(
            "host.changes",
            happened.At <= first ? "changedBefore" : "changedAfter",
            $"{Distance(happened.At - first)}: {happened.Text}"
        );

    static IEnumerable<HostEvent> EventsOfAllHosts(DiagnosisContext context) =>
        new HostEvents(context.Facts, context.Now, RemoteHost: null)
            .All()
            .Concat(
                context.Facts.Elsewhere.SelectMany(h =>
                    new HostEvents(h.Facts, context.Now, h.Name).All()
                )
            );

    static string Distance(TimeSpan time)
    {
        var direction = time <= TimeSpan.Zero ? "before" : "after";
        var span = time.Duration();
        return span.TotalSeconds < 90
            ? $"{span.TotalSeconds:0} s {direction}"
            : $"{span.TotalMinutes:0} min {direction}";
    }
}
