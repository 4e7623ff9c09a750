using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Incidents;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Exports;

/// <summary>The few lines every export begins with.</summary>
static class StoryFacts
{
    public static IEnumerable<(string Name, string Value)> Of(IncidentReport story)
    {
        var i = story.Incident;
        yield return ("State", i.Status.Text());
        yield return ("Severity", i.Severity);
        yield return ("Host", i.Hosts.Count > 0 ? string.Join(", ", i.Hosts) : "unknown");
        yield return ("Cause", i.Cause is null ? "none found" : $"{i.Cause} ({i.Confidence:0.00})");
        yield return ("Started", Time(i.StartedAt)!);
        if (i.AcknowledgedAt is { } a)
            yield return (
                "Acknowledged",
                $"{Time(a)} by {i.AcknowledgedBy}, after {Span(a - i.StartedAt)}"
            );
        if (i.MitigatedAt is { } m)
            yield return ("Mitigated", $"{Time(m)}, after {Span(m - i.StartedAt)}");
        if (i.ResolvedAt is { } r)
            yield return ("Resolved", $"{Time(r)}, after {Span(r - i.StartedAt)}");
    }

    static string? Time(DateTimeOffset t) => $"{t.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";

    static string Span(TimeSpan t) => $"{(int)t.TotalMinutes} min {t.Seconds} s";
}
