using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Timeline;

namespace ChatOps502.Bot.Exports;

/// <summary>Everything an export tells.</summary>
public sealed record IncidentReport(
    Incident Incident,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<Approval> Approvals
);

/// <param name="ContentType">For HTTP.</param>
public sealed record ExportFile(string Name, string ContentType, string Content);

public static class ExportFormat
{
    public static readonly string[] All = ["md", "json", "html", "csv"];
}

/// <summary>An incident as a file for the post-mortem.</summary>
public sealed class IncidentExport(
    IncidentStore incidents,
    TimelineStore timeline,
    ApprovalStore approvals
)
{
    public IncidentReport? Story(long number) =>
        incidents.Find(number) is { } incident
            ? new(
                incident,
                [.. PinBoard.Fold(timeline.Of(number)).Select(Harmless)],
                approvals.OfIncident(number)
            )
            : null;

    /// <summary>What an earlier version stored may still move a cursor.</summary>
    static TimelineEntry Harmless(TimelineEntry entry) =>
        entry with
        {
            Text = Shown(entry.Text),
            Actor = Shown(entry.Actor),
        };

    static string Shown(string text) => Probes.Text.Harmless.Text(text);

    /// <returns>Null for an unknown format.</returns>
    public static ExportFile? Of(IncidentReport story, string format) =>
        format switch
        {
            "md" => new(
                $"{story.Incident.Id}.md",
                "text/markdown; charset=utf-8",
                MarkdownExport.Of(story)
            ),
            "json" => new($"{story.Incident.Id}.json", "application/json", IncidentJson.Of(story)),
            "html" => new($"{story.Incident.Id}.html", "text/html; charset=utf-8", HtmlExport.Of(story)),
            "csv" => new($"{story.Incident.Id}.csv", "text/csv; charset=utf-8", CsvExport.Of(story)),
            _ => null,
        };
}
