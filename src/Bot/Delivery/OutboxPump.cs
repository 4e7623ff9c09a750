using ChatOps502.Bot.Chat;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

/// <summary>Takes messages to the chats: in order within a thread, threads beside each other, again after a failure, only the newest version of an edited one.</summary>
public sealed partial class OutboxPump(Database database, ThreadStore threads, IEnumerable<IChat> chats, OutboxBell bell, TimeProvider clock, ILogger<OutboxPump> log) : BackgroundService
{
    // the first undelivered message of each thread holds back the later ones; new messages go before edits
    const string Due = """
        select o.id, o.message_id, m.incident_id, m.key, o.remote_id, o.sent_at, o.attempts from outbox o join messages m on m.id = o.message_id
        where o.chat = @chat and o.delivered_version < o.wanted_version and o.due_at <= @now
          and not exists (select 1 from outbox p join messages n on n.id = p.message_id where p.chat = o.chat and n.incident_id = m.incident_id and p.delivered_version = 0 and n.id < m.id)
        order by o.delivered_version > 0, m.id limit 200
        """;
    const string NextDue = "select min(due_at) from outbox where chat = @chat and delivered_version < wanted_version and due_at > @now";
    const string Begun = "update outbox set sent_at = coalesce(sent_at, @at) where id = @id and remote_id is null";
    const string Delivered = "update outbox set delivered_version = @version, remote_id = @remote, sent_at = null, attempts = 0, error = null, due_at = @due where id = @id";
    const string Failed = "update outbox set attempts = attempts + 1, due_at = @due, error = @error, sent_at = case when @uncertain then sent_at else null end where id = @id";
    const string Gone = "update outbox set remote_id = null, delivered_version = 0, sent_at = null where id = @id";
    const int Lanes = 16;
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromSeconds(15), Broken = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stop) => Task.WhenAll(chats.Select(c => PumpAsync(c, stop)));

    async Task PumpAsync(IChat chat, CancellationToken stop)
    {
        var lanes = new Dictionary<long, Task>();
        while (!stop.IsCancellationRequested)
        {
            var rung = bell.Next;
            try
            {
                foreach (var done in lanes.Where(l => l.Value.IsCompleted).ToList()) lanes.Remove(done.Key);
                var now = Column.Time(clock.GetUtcNow());
                foreach (var row in database.Query<Row>(Due, new { chat = chat.Name, now }).DistinctBy(r => r.Incident_Id).Where(r => !lanes.ContainsKey(r.Incident_Id)).Take(Lanes - lanes.Count))
                    lanes[row.Incident_Id] = DeliverAsync(chat, row, stop);
                await Task.WhenAny([rung, Task.Delay(Pause(chat.Name, now), clock, stop), .. lanes.Values]);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e, chat.Name);
                await Task.WhenAny(Task.Delay(Idle, clock, stop));
            }
        }
        await Task.WhenAny(Task.WhenAll(lanes.Values));
    }

    /// <summary>Until the next message may go, at most <see cref="Idle"/>.</summary>
    TimeSpan Pause(string chat, string now) =>
        database.First<string>(NextDue, new { chat, now }) is { } next && Column.Time(next) - clock.GetUtcNow() is var left && left < Idle ? TimeSpan.FromMilliseconds(Math.Max(5, left.TotalMilliseconds)) : Idle;

    async Task DeliverAsync(IChat chat, Row row, CancellationToken stop)
    {
        await Task.Yield();
        ThreadMessage? taken = null;
        var outgoing = new Outgoing(row.Message_Id, row.Incident_Id, row.Key, row.Remote_Id, Column.TimeOrNull(row.Sent_At), () => taken = threads.Get(row.Message_Id));
        try
        {
            // written before the post: after a crash in its middle the chat is asked first whether it is there
            if (row.Remote_Id is null) database.Write(u => u.Execute(Begun, new { id = row.Id, at = Column.Time(clock.GetUtcNow()) }));
            var remote = await chat.DeliverAsync(outgoing, stop);
            database.Write(u => u.Execute(Delivered, new { id = row.Id, version = (taken ?? outgoing.Newest()).Version, remote, due = Column.Time(clock.GetUtcNow() + chat.EditEvery) }));
        }
        catch (DeliveryException e)
        {
            // once it was unclear whether it arrived, it is looked for until it is delivered
            await AgainAsync(chat, row, e, e.RetryAfter ?? Backoff.After(row.Attempts, Longest), e.Uncertain || row.Sent_At is not null, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(e, chat.Name);
            await AgainAsync(chat, row, e, Broken, uncertain: true, stop);
        }
    }

    /// <summary>When not even this can be written the lane rests: the same row would be taken again at once.</summary>
    async Task AgainAsync(IChat chat, Row row, Exception why, TimeSpan pause, bool uncertain, CancellationToken stop)
    {
        try
        {
            database.Write(unit =>
            {
                unit.Execute(Failed, new { id = row.Id, due = Column.Time(clock.GetUtcNow() + pause), error = Secrets.Mask(why.Message), uncertain });
                if (why is DeliveryException { Gone: true }) unit.Execute(Gone, new { id = row.Id });
            });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(e, chat.Name);
            await Task.WhenAny(Task.Delay(Broken, clock, stop));
        }
    }

    [LoggerMessage(LogLevel.Error, "the outbox of {Chat} stumbled; it goes on")]
    partial void LogBroken(Exception e, string chat);

    sealed record Row(long Id, long Message_Id, long Incident_Id, string Key, string? Remote_Id, string? Sent_At, long Attempts);
}
