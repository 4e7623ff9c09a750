using ChatOps502.Bot.Access;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Incidents;

/// <summary>
/// What can happen to an incident: its state, its timeline entry and its headline change in one transaction.
/// </summary>
public sealed class IncidentLifecycle(
    Database database,
    IncidentStore incidents,
    TimelineStore timeline,
    ThreadStore threads,
    LiveUpdates live,
    TimeProvider clock
)
{
    static readonly TimeSpan RefusalsEvery = TimeSpan.FromMinutes(1);

    public long Open(
        Transaction unit,
        string title,
        string severity,
        IReadOnlyList<string> hosts,
        string alert,
        string group,
        string by,
        string source,
        string data
    )
    {
        var number = incidents.Open(unit, title, severity, hosts, alert, group, by, clock.GetUtcNow());
        Draw(unit, number); // the headline comes first in its thread
        Tell(unit, number, alert.Length > 0 ? "alert.firing" : "incident.opened", by, source, title, data);
        return number;
    }

    /// <summary>Writes the entry; the headline is redrawn once, when the transaction is about to commit.</summary>
    public void Tell(
        Transaction unit,
        long number,
        string kind,
        string actor,
        string source,
        string text,
        string data = "{}"
    )
    {
        timeline.Append(unit, number, kind, actor, source, text, data);
        Redraw(unit, number);
    }

    /// <summary>Somebody wanted what they may not: said once a minute for each person and sentence.</summary>
    public void Refused(long number, Person person, string refusal) =>
        database.Write(unit =>
        {
            if (
                incidents.Find(unit, number) is null
                || timeline.Said(unit, number, "access.refused", refusal, clock.GetUtcNow() - RefusalsEvery)
            )
                return;
            Tell(unit, number, "access.refused", person.Name, person.Source, refusal);
        });

    public void Verdict(Transaction unit, long number, Verdict verdict)
    {
        // a healthy host does not take away what another host of the incident suffers from
        if (verdict.First is not null || incidents.Find(unit, number) is { Hosts.Count: <= 1 })
            incidents.SetVerdict(
                unit,
                number,
                verdict.First?.Cause,
                verdict.First?.Confidence ?? (verdict.IsHealthy ? 0 : null),
                verdict.Window.Requests,
                verdict.Window.Status502
            );
        Redraw(unit, number);
    }

    /// <returns>Null when it was done; else why not.</returns>
    public string? Acknowledge(long number, Person by) =>
        Change(
            number,
            (unit, incident) =>
            {
                if (!incidents.Acknowledge(unit, number, by, clock.GetUtcNow()))
                    return $"{incident.Id} is acknowledged by {incident.AcknowledgedBy} since "
                        + $"{incident.AcknowledgedAt:HH:mm} UTC";
                Tell(unit, number, "incident.acknowledged", by.Name, by.Source, $"{by.Name} acknowledged");
                return null;
            }
        );

    public string? Note(long number, string by, string source, string text) =>
        Change(
            number,
            (unit, _) =>
            {
                Tell(unit, number, "note", by, source, text);
                threads.Post(unit, number, $"note:{Guid.NewGuid():N}", ChatMessage.Of($"{by} noted: {text}"));
                return null;
            }
        );

    public string? Severity(long number, string by, string source, string severity) =>
        Change(
            number,
            (unit, incident) =>
            {
                incidents.SetSeverity(unit, number, severity);
                Tell(
                    unit,
                    number,
                    "incident.severity",
                    by,
                    source,
                    $"severity {incident.Severity} → {severity}"
                );
                return null;
            }
        );

    public string? Resolve(Transaction unit, Incident incident, string by, string source, string text)
    {
        if (!incidents.Resolve(unit, incident.Number, clock.GetUtcNow()))
            return $"{incident.Id} is resolved since {incident.ResolvedAt:HH:mm} UTC";
        Tell(unit, incident.Number, "incident.resolved", by, source, text);
        threads.Post(
            unit,
            incident.Number,
            "resolved",
            ChatMessage.Of(
                $"{incident.Id} is resolved: {text}.",
                new Heading($"Resolved: {text}", "done")
            ) with
            {
                Loud = true,
            }
        );
        return null;
    }

    public void Mitigate(Transaction unit, long number)
    {
        if (incidents.Mitigate(unit, number, clock.GetUtcNow()))
            Tell(unit, number, "incident.mitigated", "chatops502", "runbook", "the fix was verified");
    }

    public void Reopen(Transaction unit, long number, string why)
    {
        if (incidents.Reopen(unit, number))
            Tell(unit, number, "incident.reopened", "chatops502", "schedule", why);
    }

    string? Change(long number, Func<Transaction, Incident, string?> change) =>
        database.Write(unit =>
            incidents.Find(unit, number) is { } incident
                ? change(unit, incident)
                : $"there is no {Incident.IdOf(number)}"
        );

    void Redraw(Transaction unit, long number) =>
        unit.BeforeCommit(
            ("headline", number),
            () =>
            {
                Draw(unit, number);
                unit.AfterCommit(() => live.Changed(number));
            }
        );

    void Draw(Transaction unit, long number) =>
        threads.Post(unit, number, "headline", RootMessage.Of(incidents.Find(unit, number)!));
}
