using System.Globalization;
using ChatOps502.Bot.Access;

namespace ChatOps502.Bot.Incidents;

/// <summary>Something that is wrong on hosts and that people deal with, from the first alert to the export.</summary>
/// <param name="Failed">How many of <paramref name="Requests"/>, in the window of the latest verdict, answered 502;
/// null before there is one.</param>
/// <param name="Cause">First diagnosis of the latest verdict; null before there is one.</param>
public sealed record Incident(
    long Number,
    string Title,
    IncidentStatus Status,
    string Severity,
    string Host,
    IReadOnlyList<string> Hosts,
    string AlertName,
    string GroupKey,
    string OpenedBy,
    DateTimeOffset StartedAt,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    DateTimeOffset? MitigatedAt,
    DateTimeOffset? ResolvedAt,
    string? Cause,
    double? Confidence,
    long? Requests,
    long? Failed
)
{
    /// <summary>Who acknowledged it; null for nobody.</summary>
    public Person? Acknowledger { get; init; }

    public string Id => IdOf(Number);

    public bool IsOver => Status == IncidentStatus.Resolved;

    /// <summary>True for a look that somebody asked for and that found nothing: it leaves nothing open.</summary>
    public bool IsAskedAndFine =>
        this is { AlertName: "", Cause: null, Confidence: not null, IsOver: false };

    public static string IdOf(long number) => $"INC-{number}";

    /// <summary>INC-7, inc-7 or 7.</summary>
    public static long? NumberOf(string text)
    {
        var digits = text.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        return long.TryParse(digits, NumberStyles.None, null, out var n) ? n : null;
    }
}
