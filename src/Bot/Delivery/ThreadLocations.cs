using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

/// <summary>Where in a chat an incident's thread lives, when a command began it.</summary>
/// <param name="Room">The channel, by its ID.</param>
/// <param name="Thread">The thread there that the command was typed in; "" for one of its own.</param>
/// <param name="AskedBy">The user, by their ID.</param>
/// <param name="ReplyTo">Where the asker alone can be answered for a while; "" when nowhere.</param>
public sealed record ThreadLocation(string Room, string Thread, string AskedBy, string ReplyTo);

/// <summary>The table of these places; an incident without one lives in the incident channel.</summary>
public sealed class ThreadLocations(Database database)
{
    const string Columns = "room as Room, thread as Thread, asked_by as AskedBy, reply_to as ReplyTo";

    // the thread of a command, or the one below an incident's headline; any of its messages will do
    const string ByMessage = """
        select max(i) from (
          select p.incident_id i from thread_places p where p.room = @room and p.thread = @ts
          union select m.incident_id from outbox o join messages m on m.id = o.message_id where o.chat = @chat and o.remote_id = @remote)
        """;

    /// <summary>
    /// All four are addresses of the chat and called as they are; the reply address is of no use after half an hour.
    /// </summary>
    public void Keep(Transaction unit, long incident, ThreadLocation place) =>
        unit.Execute(
            """
            insert into thread_places (incident_id, room, thread, asked_by, reply_to)
            values (@incident, @Room, @Thread, @AskedBy, @ReplyTo)
            on conflict do nothing
            """,
            new
            {
                incident,
                place.Room,
                place.Thread,
                place.AskedBy,
                place.ReplyTo,
            }
        );

    public ThreadLocation? Of(long incident) =>
        database.First<ThreadLocation>(
            $"select {Columns} from thread_places where incident_id = @incident",
            new { incident }
        );

    /// <summary>The room cannot be posted to: the thread goes to the incident channel.</summary>
    public Task ForgetAsync(long incident) =>
        database.WriteAsync(u =>
            u.Execute("delete from thread_places where incident_id = @incident", new { incident })
        );

    /// <summary>What the chat calls the incident's headline; null while it is not there.</summary>
    public string? RootMessage(string chat, long incident) =>
        database.First<string>(
            """
            select o.remote_id
            from outbox o
            join messages m on m.id = o.message_id
            where o.chat = @chat and m.incident_id = @incident and m.key = 'headline'
            """,
            new { chat, incident }
        );

    /// <summary>The newest incident that a message of the chat, or the thread below it, belongs to.</summary>
    public long? IncidentOf(string chat, string room, string ts) =>
        database.First<long?>(
            ByMessage,
            new
            {
                chat,
                room,
                ts,
                remote = $"{room}:{ts}",
            }
        );
}
