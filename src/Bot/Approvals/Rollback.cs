using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Approvals;

/// <summary>
/// Keeps what takes a configuration change back, offers it when the change did not help, and starts it when somebody
/// clicks Undo.
/// </summary>
public sealed class Rollback(
    RunStarter runs,
    Feed feed,
    RunbookLibrary library,
    AccessPolicy access,
    TimeProvider clock
)
{
    const string Insert = """
        insert into changes (id, run_id, incident_id, host, step_host, request, at)
        values (@id, @run, @incident, @host, @stepHost, @request, @at)
        """;
    const string Open = """
        select id, incident_id, host, request
        from changes
        where undone_at is null and incident_id = @incident and (@id is null or id = @id) and (@host is null or
          step_host = @host) and (@run is null or run_id = @run)
        order by at desc
        limit 1
        """;

    /// <returns>The change's id, for the button.</returns>
    public string Keep(
        Transaction unit,
        RunHead run,
        long incident,
        string host,
        string stepHost,
        ApprovalRequest request
    )
    {
        var id = "CHG-" + Guid.NewGuid().ToString("N")[..8];
        // unmasked: this very argv is what takes the change back, and its hash is over it
        unit.Execute(
            Insert,
            new
            {
                id,
                run = run.Id,
                incident,
                host,
                stepHost,
                request = JsonSerializer.Serialize(request, RunJson.Default.ApprovalRequest),
                at = Column.Time(clock.GetUtcNow()),
            }
        );
        return id;
    }

    /// <summary>The change of this run did not help: asks at once whether to take it back.</summary>
    public void Offer(Transaction unit, RunHead run, long incident, string host)
    {
        if (Find(unit, incident, null, host, run.Id) is { } change)
            Start(unit, change, Person.Runbook, "asked");
    }

    /// <summary>The undo that was kept when the run's change on this host began; null for none.</summary>
    public static string? Kept(Transaction unit, RunHead run, long incident, string stepHost) =>
        Find(unit, incident, null, stepHost, run.Id)?.Id;

    /// <summary>The change was taken back, or never came to be.</summary>
    public void Taken(Transaction unit, string id) =>
        unit.Execute(
            "update changes set undone_at = @at where id = @id",
            new { id, at = Column.Time(clock.GetUtcNow()) }
        );

    /// <summary>Somebody wants it back as it was: this click is the approval.</summary>
    /// <param name="id">The change; null for the incident's newest.</param>
    /// <param name="reason">Why; wanted when approvals want one.</param>
    /// <returns>What to tell them.</returns>
    public string TakeBack(Transaction unit, long incident, string? id, Person person, string? reason)
    {
        if (
            access.Refuses(
                person,
                Permission.Production,
                HostOf(unit, incident, id),
                ApprovalRequest.Undoing
            ) is
            { } refusal
        )
            return refusal;
        if (access.RefusesReason(reason) is { } wanted)
            return $"{wanted}: /502 undo {Incident.IdOf(incident)} {id ?? "CHANGE"} WHY";
        if (Find(unit, incident, id, null, null) is not { } change)
            return $"{Incident.IdOf(incident)} has no change that could be taken "
                + $"back{(id is null ? "" : $" under {id}")}";
        var alone = !access.WantsSecond;
        if (Start(unit, change, person, alone ? "approved" : "asked") is null)
            return $"an undo is under way on {change.Host} already: decide its card in the thread";
        if (!alone)
            return $"{change.Id} on {change.Host}: Approvals:FourEyes wants a second person, the card is in the "
                + "thread";
        feed.Tell(unit, incident, new UndoApproved(Request(change).Command, change.Host, reason, person));
        return $"{change.Id} on {change.Host} is being taken back";
    }

    static string HostOf(Transaction unit, long incident, string? id) =>
        Find(unit, incident, id, null, null)?.Host ?? "";

    string? Start(Transaction unit, Row change, Person by, string state) =>
        runs.Start(
            unit,
            library.Find(ShippedRunbooks.Undo)!,
            [change.Host],
            change.Incident_Id,
            false,
            by,
            change: new()
            {
                ["id"] = change.Id,
                ["state"] = state,
                ["by"] = by.Name,
                ["request"] = JsonNode.Parse(change.Request),
            }
        );

    static Row? Find(Transaction unit, long incident, string? id, string? host, string? run) =>
        unit.Query<Row>(
                Open,
                new
                {
                    incident,
                    id,
                    host,
                    run,
                }
            )
            .FirstOrDefault();

    static ApprovalRequest Request(Row change) =>
        JsonSerializer.Deserialize(change.Request, RunJson.Default.ApprovalRequest)!;

    sealed record Row(string Id, long Incident_Id, string Host, string Request);
}
