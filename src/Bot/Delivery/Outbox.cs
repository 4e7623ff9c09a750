using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

/// <summary>A message that a chat is to get, or to get anew.</summary>
/// <param name="RemoteId">What the chat calls it; null before it is there.</param>
/// <param name="SentAt">When a post was begun whose outcome is not known; null otherwise.</param>
sealed record Pending(
    long Id,
    long MessageId,
    long IncidentId,
    string Key,
    string? RemoteId,
    DateTimeOffset? SentAt,
    long Attempts
);

/// <summary>What became of one delivery.</summary>
/// <param name="Version">What the chat shows now; null when it was not delivered.</param>
/// <param name="DueAt">Not before then it is touched again.</param>
/// <param name="Uncertain">It may have arrived all the same.</param>
/// <param name="Gone">What was there is not there any more: it has to be posted anew.</param>
sealed record Delivered(
    Pending What,
    int? Version,
    string? RemoteId,
    DateTimeOffset DueAt,
    string? Error = null,
    bool Uncertain = false,
    bool Gone = false
);

/// <summary>The table of messages on their way. What comes next costs the same however many wait.</summary>
sealed class Outbox(Database database)
{
    internal const string First = $"{Select} and o.delivered_version = 0 {Foremost}";
    internal const string Edits =
        $"{Select} and o.delivered_version > 0 and o.delivered_version < o.wanted_version {Foremost}";
    const string Select = """
        select o.id, o.message_id, o.incident_id, m.key, o.remote_id, o.sent_at, o.attempts
        from outbox o join messages m on m.id = o.message_id
        where o.chat = @chat
        """;

    // the first undelivered message of an incident holds back its later ones
    const string Foremost = """
        and o.due_at <= @now
          and not exists (
            select 1 from outbox p
            where p.chat = o.chat and p.incident_id = o.incident_id and p.delivered_version = 0 and p.message_id < o.message_id)
        order by o.due_at limit @most
        """;
    const string NextDue = """
        select min(due_at) from (
          select min(due_at) due_at from outbox where chat = @chat and delivered_version = 0 and due_at > @now
          union all
          select min(due_at) from outbox
          where chat = @chat and delivered_version > 0 and delivered_version < wanted_version and due_at > @now)
        """;
    const string Begun =
        "update outbox set sent_at = coalesce(sent_at, @at) where id = @id and remote_id is null";
    const string Arrived = """
        update outbox set delivered_version = @version, remote_id = @remote, sent_at = null, attempts = 0, error = null, due_at = @due
        where id = @id
        """;
    const string Failed = """
        update outbox set attempts = attempts + 1, due_at = @due, error = @error, sent_at = case when @uncertain then sent_at else null end
        where id = @id
        """;
    const string Vanished =
        "update outbox set remote_id = null, delivered_version = 0, sent_at = null where id = @id";

    /// <summary>New messages before edits, each the next of its incident, the longest waiting first.</summary>
    public IReadOnlyList<Pending> Next(string chat, DateTimeOffset now, int most)
    {
        var args = new
        {
            chat,
            now = Column.Time(now),
            most,
        };
        var first = database.Query<Row>(First, args);
        if (first.Count < most)
            first.AddRange(database.Query<Row>(Edits, args));
        return first.ConvertAll(Of);
    }

    /// <summary>When something is due that is not yet; null for nothing.</summary>
    public DateTimeOffset? NextDueAfter(string chat, DateTimeOffset now) =>
        Column.TimeOrNull(database.First<string>(NextDue, new { chat, now = Column.Time(now) }));

    /// <summary>
    /// Written before the post: after a crash in its middle the chat is asked first whether it is there.
    /// </summary>
    public Task BeginAsync(Pending what, DateTimeOffset at) =>
        database.WriteAsync(u => u.Execute(Begun, new { id = what.Id, at = Column.Time(at) }));

    /// <summary>All in one transaction.</summary>
    public Task SettleAsync(IReadOnlyList<Delivered> outcomes) =>
        database.WriteAsync(unit =>
        {
            foreach (var outcome in outcomes)
                Settle(unit, outcome);
        });

    static void Settle(Transaction unit, Delivered outcome)
    {
        var (id, due) = (outcome.What.Id, Column.Time(outcome.DueAt));
        if (outcome.Version is { } version)
        {
            unit.Execute(
                Arrived,
                new
                {
                    id,
                    version,
                    remote = outcome.RemoteId,
                    due,
                }
            );
            return;
        }
        unit.Execute(
            Failed,
            new
            {
                id,
                due,
                error = outcome.Error,
                uncertain = outcome.Uncertain,
            }
        );
        if (outcome.Gone)
            unit.Execute(Vanished, new { id });
    }

    static Pending Of(Row r) =>
        new(
            r.Id,
            r.Message_Id,
            r.Incident_Id,
            r.Key,
            r.Remote_Id,
            Column.TimeOrNull(r.Sent_At),
            r.Attempts
        );

    /// <summary>Messages that some chat does not show as they are now.</summary>
    public long CountPending() =>
        database.First<long>("select count(*) from outbox where delivered_version < wanted_version");

    sealed record Row(
        long Id,
        long Message_Id,
        long Incident_Id,
        string Key,
        string? Remote_Id,
        string? Sent_At,
        long Attempts
    );
}
