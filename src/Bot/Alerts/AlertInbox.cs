using System.Threading.Channels;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Alerts;

/// <summary>Deliveries, stored before they are answered. The unique key makes a repetition a no-op.</summary>
public sealed class AlertInbox(Database database, TimeProvider clock)
{
    const string Insert = "insert into deliveries (dedupe_key, body, received_at) values (@key, @body, @at) on conflict (dedupe_key) do nothing returning id";
    readonly Channel<long> _arrived = Channel.CreateUnbounded<long>();

    public ChannelReader<long> Arrived => _arrived.Reader;

    /// <summary>Stores the delivery; a known one changes nothing.</summary>
    public void Store(AlertGroup group, string body)
    {
        if (database.First<long?>("select id from deliveries where dedupe_key = @key", new { key = group.DedupeKey }) is not null) return;
        var id = database.Write(u => u.Query<long>(Insert, new { key = group.DedupeKey, body, at = Column.Time(clock.GetUtcNow()) }).FirstOrDefault());
        if (id > 0) _arrived.Writer.TryWrite(id);
    }

    /// <summary>Stored, and not worked on when the bot stopped.</summary>
    public IReadOnlyList<long> Unfinished() => database.Query<long>("select id from deliveries where done_at is null order by id");

    /// <summary>Puts a delivery that stumbled back, for a little later.</summary>
    public void Again(long id) => _ = Task.Delay(TimeSpan.FromSeconds(5), clock).ContinueWith(_ => _arrived.Writer.TryWrite(id), TaskScheduler.Default);

    public string Body(long id) => database.First<string>("select body from deliveries where id = @id", new { id })!;

    public void Done(Unit unit, long id, string? error) => unit.Execute("update deliveries set done_at = @at, error = @error where id = @id", new { id, error, at = Column.Time(clock.GetUtcNow()) });

    public int DeleteBefore(Unit unit, DateTimeOffset before) => unit.Execute("delete from deliveries where done_at < @before", new { before = Column.Time(before) });
}
