using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Runs;

/// <summary>Something that is to happen at a time.</summary>
/// <param name="Kind">verify: look at the host again.</param>
/// <param name="Data">For verify: the host.</param>
public sealed record Due(long Id, string Kind, long IncidentId, string Data);

/// <summary>The table of things that are due.</summary>
public sealed class DueStore(Database database)
{
    public void Add(Transaction unit, string kind, long incident, string data, DateTimeOffset at) =>
        unit.Execute(
            "insert into due (kind, incident_id, data, due_at) values (@kind, @incident, @data, @at)",
            new
            {
                kind,
                incident,
                data = Secrets.Mask(data),
                at = Column.Time(at),
            }
        );

    public IReadOnlyList<Due> Now(DateTimeOffset now) =>
        [
            .. database
                .Query<Row>(
                    """
                    select id, kind, incident_id, data
                    from due
                    where done_at is null and due_at <= @now
                    order by due_at
                    """,
                    new { now = Column.Time(now) }
                )
                .Select(r => new Due(r.Id, r.Kind, r.Incident_Id, r.Data)),
        ];

    /// <returns>True for the one caller that may do it.</returns>
    public bool Take(Transaction unit, long id, DateTimeOffset now) =>
        unit.Execute(
            "update due set done_at = @now where id = @id and done_at is null",
            new { id, now = Column.Time(now) }
        ) == 1;

    sealed record Row(long Id, string Kind, long Incident_Id, string Data);
}
