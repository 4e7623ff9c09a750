using System.Text.Json;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

/// <summary>A message of an incident's thread, as every chat should show it.</summary>
/// <param name="Key">Its role: a second post under the same key replaces the first.</param>
/// <param name="Version">Grows with every edit.</param>
public sealed record ThreadMessage(
    long Id,
    long IncidentId,
    string Key,
    ChatMessage Message,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>The threads, and what of them is still to be delivered to which chat.</summary>
public sealed class ThreadStore(
    Database database,
    IReadOnlyList<string> chats,
    TimeProvider clock,
    OutboxSignal bell
)
{
    const string Upsert = """
        insert into messages (incident_id, key, body, version, created_at, updated_at) values (@incident, @key, @body, 1, @at, @at)
        on conflict (incident_id, key) do update set body = excluded.body, version = version + 1, updated_at = excluded.updated_at where body <> excluded.body
        returning id, version
        """;
    const string Enqueue = """
        insert into outbox (chat, message_id, incident_id, wanted_version, delivered_version, attempts, due_at) values (@chat, @id, @incident, @version, 0, 0, @at)
        on conflict (chat, message_id) do update set wanted_version = excluded.wanted_version, due_at = max(outbox.due_at, excluded.due_at)
        """;
    const string Select =
        "select id, incident_id, key, body, version, created_at, updated_at from messages";

    /// <summary>
    /// Posts, or edits what was posted under the key. Part of the caller's transaction; delivery follows its commit.
    /// </summary>
    public void Post(Transaction unit, long incident, string key, ChatMessage message)
    {
        var at = Column.Time(clock.GetUtcNow());
        var body = Secrets.MaskJson(JsonSerializer.Serialize(message, MessageJson.Default.ChatMessage));
        if (
            unit.Query<Posted>(
                Upsert,
                new
                {
                    incident,
                    key,
                    body,
                    at,
                }
            )
            is not [var posted]
        )
            return; // nothing changed
        foreach (var chat in chats)
            unit.Execute(
                Enqueue,
                new
                {
                    chat,
                    id = posted.Id,
                    incident,
                    version = posted.Version,
                    at,
                }
            );
        unit.AfterCommit(bell.Ring);
    }

    /// <summary>What stands under the key now; null for nothing.</summary>
    public ChatMessage? Find(Transaction unit, long incident, string key) =>
        unit.Query<string>(
                "select body from messages where incident_id = @incident and key = @key",
                new { incident, key }
            )
            .Select(Read)
            .FirstOrDefault();

    public IReadOnlyList<ThreadMessage> Of(long incident) =>
        [
            .. database
                .Query<Row>($"{Select} where incident_id = @incident order by id", new { incident })
                .Select(Of),
        ];

    public ThreadMessage Get(long id) => Of(database.First<Row>($"{Select} where id = @id", new { id })!);

    static ThreadMessage Of(Row r) =>
        new(
            r.Id,
            r.Incident_Id,
            r.Key,
            Read(r.Body),
            (int)r.Version,
            Column.Time(r.Created_At),
            Column.Time(r.Updated_At)
        );

    static ChatMessage Read(string body) =>
        JsonSerializer.Deserialize(body, MessageJson.Default.ChatMessage)!;

    /// <summary>
    /// With setters, because a "returning" that returns nothing has no column types Dapper could match to a
    /// constructor.
    /// </summary>
    sealed class Posted
    {
        public long Id { get; set; }

        public long Version { get; set; }
    }

    sealed record Row(
        long Id,
        long Incident_Id,
        string Key,
        string Body,
        long Version,
        string Created_At,
        string Updated_At
    );
}
