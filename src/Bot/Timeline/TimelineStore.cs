using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Timeline;

/// <summary>One entry of an incident's story.</summary>
/// <param name="Kind">For example alert.firing, verdict, approval.approved, action.done, note.</param>
/// <param name="Actor">Who: a person, alertmanager, or chatops502.</param>
/// <param name="Source">Through what: console, api, alertmanager, runbook, schedule.</param>
/// <param name="Data">JSON; "{}" when there is nothing more to say.</param>
public sealed record TimelineEntry(
    long Seq,
    long IncidentId,
    DateTimeOffset At,
    string Kind,
    string Actor,
    string Source,
    string Text,
    string Data
);

/// <summary>The append-only story of every incident.</summary>
public sealed class TimelineStore(Database database, TimeProvider clock)
{
    const string Insert = """
        insert into timeline (incident_id, at, kind, actor, source, text, data)
        values (@incident, @at, @kind, @actor, @source, @text, @data)
        """;
    const string Since = """
        select count(*)
        from timeline
        where incident_id = @incident and at >= @since and kind = @kind and text = @text
        """;
    const string Select = """
        select seq, incident_id, at, kind, actor, source, text, data
        from timeline
        where incident_id = @incident
        order by seq
        """;

    /// <param name="happened">When it is not now.</param>
    public void Append(
        Transaction unit,
        long incident,
        string kind,
        string actor,
        string source,
        string text,
        string data = "{}",
        DateTimeOffset? happened = null
    ) =>
        unit.Execute(
            Insert,
            new
            {
                incident,
                at = Column.Time(happened ?? clock.GetUtcNow()),
                kind,
                actor = Secrets.Mask(actor),
                source,
                text = Secrets.Mask(text),
                data = Secrets.MaskJson(data),
            }
        );

    /// <summary>Whether this was told since then.</summary>
    public bool Said(Transaction unit, long incident, string kind, string text, DateTimeOffset since) =>
        unit.Scalar<long>(
            Since,
            new
            {
                incident,
                kind,
                text = Secrets.Mask(text),
                since = Column.Time(since),
            }
        ) > 0;

    public IReadOnlyList<TimelineEntry> Of(long incident) => Of(database, incident);

    public IReadOnlyList<TimelineEntry> Of(IReader reader, long incident) =>
        [
            .. reader
                .Query<Row>(Select, new { incident })
                .Select(r => new TimelineEntry(
                    r.Seq,
                    r.Incident_Id,
                    Column.Time(r.At),
                    r.Kind,
                    r.Actor,
                    r.Source,
                    r.Text,
                    r.Data
                )),
        ];

    sealed record Row(
        long Seq,
        long Incident_Id,
        string At,
        string Kind,
        string Actor,
        string Source,
        string Text,
        string Data
    );
}
