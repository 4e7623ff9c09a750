using System.Threading.Channels;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

/// <summary>What came in from one source, stored before it is answered. The unique key makes a repetition a no-op.</summary>
/// <param name="keep">How long at most; null: as long as incidents are kept.</param>
public abstract class Inbox(Database database, string source, TimeProvider clock, TimeSpan? keep = null)
{
    const string Insert = "insert into deliveries (dedupe_key, source, body, received_at) values (@key, @source, @body, @at) on conflict (dedupe_key) do nothing returning id";
    readonly Channel<long> _arrived = Channel.CreateUnbounded<long>();

    public ChannelReader<long> Arrived => _arrived.Reader;

    /// <summary>Stores the delivery; a known one changes nothing.</summary>
    public void Store(string key, string body)
    {
        if (database.First<long?>("select id from deliveries where dedupe_key = @key", new { key }) is not null) return;
        var id = database.Write(u => u.Query<long>(Insert, new { key, source, body, at = Column.Time(clock.GetUtcNow()) }).FirstOrDefault());
        if (id > 0) _arrived.Writer.TryWrite(id);
    }

    /// <summary>Stored, and not worked on when the bot stopped.</summary>
    public IReadOnlyList<long> Unfinished() => database.Query<long>("select id from deliveries where source = @source and done_at is null order by id", new { source });

    /// <summary>Puts a delivery that stumbled back, for a little later.</summary>
    public void Again(long id) => _ = Task.Delay(TimeSpan.FromSeconds(5), clock).ContinueWith(_ => _arrived.Writer.TryWrite(id), TaskScheduler.Default);

    public string Body(long id) => database.First<string>("select body from deliveries where id = @id", new { id })!;

    public DateTimeOffset ReceivedAt(long id) => Column.Time(database.First<string>("select received_at from deliveries where id = @id", new { id })!);

    public void Done(Unit unit, long id, string? error = null) => unit.Execute("update deliveries set done_at = @at, error = @error where id = @id", new { id, error, at = Column.Time(clock.GetUtcNow()) });

    public int Forget(Unit unit, TimeSpan kept) => unit.Execute("delete from deliveries where source = @source and done_at < @before", new { source, before = Column.Time(clock.GetUtcNow() - (keep ?? kept)) });
}
