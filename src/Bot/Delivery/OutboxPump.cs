using ChatOps502.Bot.Chat;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

/// <summary>Takes messages to the chats: in order within a thread, again after a failure, only the newest version of an edited one.</summary>
public sealed partial class OutboxPump(Database database, ThreadStore threads, IEnumerable<IChat> chats, OutboxBell bell, TimeProvider clock, ILogger<OutboxPump> log) : BackgroundService
{
    // the first undelivered message of each thread holds back the later ones
    const string Due = """
        select o.id, o.message_id, o.remote_id, o.attempts from outbox o join messages m on m.id = o.message_id
        where o.chat = @chat and o.delivered_version < o.wanted_version and o.due_at <= @now
          and not exists (select 1 from outbox p join messages n on n.id = p.message_id where p.chat = o.chat and n.incident_id = m.incident_id and p.delivered_version = 0 and n.id < m.id)
        order by m.id limit 50
        """;
    const string Delivered = "update outbox set delivered_version = @version, remote_id = @remote, attempts = 0, error = null where id = @id";
    const string Failed = "update outbox set attempts = attempts + 1, due_at = @due, error = @error where id = @id";
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromMinutes(2);

    protected override Task ExecuteAsync(CancellationToken stop) => Task.WhenAll(chats.Select(c => PumpAsync(c, stop)));

    async Task PumpAsync(IChat chat, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var rung = bell.Next;
            try
            {
                var rows = database.Query<Row>(Due, new { chat = chat.Name, now = Column.Time(clock.GetUtcNow()) });
                foreach (var row in rows) await DeliverAsync(chat, row, stop);
                if (rows.Count == 0) await Task.WhenAny(rung, Task.Delay(Idle, clock, stop));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e, chat.Name);
                await Task.WhenAny(Task.Delay(Idle, clock, stop));
            }
        }
    }

    async Task DeliverAsync(IChat chat, Row row, CancellationToken stop)
    {
        var message = threads.Get(row.Message_Id);
        try
        {
            var remote = await chat.DeliverAsync(message, row.Remote_Id, stop);
            database.Write(u => u.Execute(Delivered, new { id = row.Id, version = message.Version, remote }));
        }
        catch (DeliveryException e)
        {
            var pause = e.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, row.Attempts)));
            database.Write(u => u.Execute(Failed, new { id = row.Id, due = Column.Time(clock.GetUtcNow() + pause), error = e.Message }));
        }
    }

    [LoggerMessage(LogLevel.Error, "the outbox of {Chat} stumbled; it goes on")]
    partial void LogBroken(Exception e, string chat);

    sealed record Row(long Id, long Message_Id, string? Remote_Id, long Attempts);
}
