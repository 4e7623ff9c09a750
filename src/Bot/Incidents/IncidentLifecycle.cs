using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Incidents;

/// <summary>What can become of an incident: its state changes, and the feed is told, in one transaction.</summary>
public sealed class IncidentLifecycle(
    IncidentStore incidents,
    TimelineStore timeline,
    HeadlineView headline,
    Feed feed,
    TimeProvider clock
)
{
    static readonly TimeSpan RefusalsEvery = TimeSpan.FromMinutes(1);

    /// <param name="alert">The alert's name; empty when a person opens it.</param>
    /// <param name="group">The alert group's key; empty when a person opens it.</param>
    /// <param name="data">The alert as JSON.</param>
    public long Open(
        Transaction unit,
        string title,
        string severity,
        IReadOnlyList<string> hosts,
        string alert,
        string group,
        Person by,
        string data
    )
    {
        var number = incidents.Open(
            unit,
            title,
            severity,
            hosts,
            alert,
            group,
            by.Name,
            clock.GetUtcNow()
        );
        headline.Draw(unit, number); // comes first in its thread
        feed.Tell(unit, number, new IncidentOpened(title, alert, data, by));
        return number;
    }

    /// <summary>Somebody wanted what they may not: said once a minute for each person and sentence.</summary>
    public void Refused(Transaction unit, long number, Person person, string refusal)
    {
        var lately = clock.GetUtcNow() - RefusalsEvery;
        if (incidents.Find(unit, number) is null)
            return;
        if (!timeline.Said(unit, number, AccessRefused.KindName, refusal, lately))
            feed.Tell(unit, number, new AccessRefused(refusal, person));
    }

    /// <summary>A healthy host does not take away what another host of the incident suffers from.</summary>
    public void Judge(Transaction unit, long number, Verdict verdict)
    {
        if (verdict.First is null && incidents.Find(unit, number) is not { Hosts.Count: <= 1 })
            return;
        incidents.SetVerdict(
            unit,
            number,
            verdict.First?.Cause,
            verdict.First?.Confidence ?? (verdict.IsHealthy ? 0 : null),
            verdict.Window.Requests,
            verdict.Window.Status502
        );
    }

    /// <returns>Null when it was done; else why not.</returns>
    public string? Acknowledge(Transaction unit, long number, Person by)
    {
        if (incidents.Find(unit, number) is not { } incident)
            return Unknown(number);
        if (!incidents.Acknowledge(unit, number, by, clock.GetUtcNow()))
            return $"{incident.Id} is acknowledged by {incident.AcknowledgedBy} since "
                + $"{incident.AcknowledgedAt:HH:mm} UTC";
        feed.Tell(unit, number, new IncidentAcknowledged(by));
        return null;
    }

    /// <inheritdoc cref="Acknowledge"/>
    public string? Note(Transaction unit, long number, Person by, string text)
    {
        if (incidents.Find(unit, number) is null)
            return Unknown(number);
        feed.Tell(unit, number, new NoteAdded(text, by));
        return null;
    }

    /// <inheritdoc cref="Acknowledge"/>
    public string? Severity(Transaction unit, long number, Person by, string severity)
    {
        if (incidents.Find(unit, number) is not { } incident)
            return Unknown(number);
        incidents.SetSeverity(unit, number, severity);
        feed.Tell(unit, number, new SeverityChanged(incident.Severity, severity, by));
        return null;
    }

    /// <inheritdoc cref="Acknowledge"/>
    public string? Resolve(Transaction unit, Incident incident, Person by, string why)
    {
        if (!incidents.Resolve(unit, incident.Number, clock.GetUtcNow()))
            return $"{incident.Id} is resolved since {incident.ResolvedAt:HH:mm} UTC";
        feed.Tell(unit, incident.Number, new IncidentResolved(incident.Id, why, by));
        return null;
    }

    public void Mitigate(Transaction unit, long number)
    {
        if (incidents.Mitigate(unit, number, clock.GetUtcNow()))
            feed.Tell(unit, number, new IncidentMitigated(Person.Runbook));
    }

    public void Reopen(Transaction unit, long number, string why)
    {
        if (incidents.Reopen(unit, number))
            feed.Tell(unit, number, new IncidentReopened(why, Person.Schedule));
    }

    static string Unknown(long number) => $"there is no {Incident.IdOf(number)}";
}
