using System.Threading.Channels;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Delivery;

/// <summary>
/// What came in from one source, stored before it is answered. The unique key makes a repetition a no-op.
/// </summary>
/// <param name="keep">How long at most; null: as long as incidents are kept.</param>
public abstract class Inbox(Database database, string source, TimeProvider clock, TimeSpan? keep = null)
{
    const string Insert = """
        insert into deliveries (dedupe_key, source, body, received_at)
        values (@key, @source, @body, @at)
        on conflict (dedupe_key) do nothing
        returning id
        """;
    const string DeleteOld = """
        delete
        from deliveries
        where id in (select id
        from deliveries
        where source = @source and done_at < @before
        limit @most)
        """;
    const string Count =
        "update deliveries set attempts = attempts + 1 where id = @id returning attempts";
    const string SetAside = "update deliveries set dead_at = @at where id = @id";
    const string Worked =
        "update deliveries set done_at = @at, error = @error, body = @body where id = @id";

    /// <summary>About ten minutes, at the pauses between them.</summary>
    public const int MostAttempts = 24;
    static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    readonly Lock _gate = new();
    List<Letter> _waiting = [];
    bool _isStoring;
    readonly Channel<long> _arrived = Channel.CreateUnbounded<long>();

    protected DateTimeOffset Now => clock.GetUtcNow();

    public ChannelReader<long> Arrived => _arrived.Reader;

    /// <summary>
    /// Stores the delivery; a known one changes nothing. Those that come at the same time share one transaction.
    /// </summary>
    /// <exception cref="StorageException">It is not stored.</exception>
    public Task StoreAsync(string key, string body)
    {
        if (IsKnown(key))
            return Task.CompletedTask;
        var letter = new Letter(key, body, Column.Time(clock.GetUtcNow()));
        lock (_gate)
        {
            _waiting.Add(letter);
            if (_isStoring)
                return letter.Stored; // whoever is at it takes it along
            _isStoring = true;
        }
        _ = Task.Run(StoreWaitingAsync);
        return letter.Stored;
    }

    async Task StoreWaitingAsync()
    {
        while (TakeWaiting() is { Count: > 0 } batch)
        {
            try
            {
                await StoreAllAsync(batch);
            }
            catch (Exception e)
            {
                batch.ForEach(l => l.Fail(e));
            }
        }
    }

    List<Letter> TakeWaiting()
    {
        lock (_gate)
        {
            var batch = _waiting;
            (_waiting, _isStoring) = ([], batch.Count > 0);
            return batch;
        }
    }

    protected bool IsKnown(string key) =>
        database.First<long?>("select id from deliveries where dedupe_key = @key", new { key })
            is not null;

    async Task StoreAllAsync(List<Letter> batch)
    {
        var ids = await database.WriteAsync(
            unit =>
                batch.ConvertAll(l =>
                    unit.Query<long>(
                            Insert,
                            new
                            {
                                key = l.Key,
                                source,
                                body = l.Body,
                                at = l.At,
                            }
                        )
                        .FirstOrDefault()
                ),
            urgent: true
        );
        batch.ForEach(l => l.Done());
        foreach (var id in ids.Where(i => i > 0))
            _arrived.Writer.TryWrite(id);
    }

    /// <summary>Stored, and not worked on when the bot stopped.</summary>
    public IReadOnlyList<long> Unfinished() =>
        database.Query<long>(
            "select id from deliveries where source = @source and done_at is null order by id",
            new { source }
        );

    /// <summary>Announces a delivery that failed once more, after the pause.</summary>
    public async Task AgainAsync(long id, TimeSpan pause, CancellationToken stop)
    {
        await Task.WhenAny(Task.Delay(pause, clock, stop));
        if (!stop.IsCancellationRequested)
            _arrived.Writer.TryWrite(id);
    }

    /// <summary>
    /// Counts a failed attempt. After <see cref="MostAttempts"/> the delivery is set aside. An outage of the database
    /// or of the chat counts for nothing, however long it lasts.
    /// </summary>
    public async Task<FailedAttempt> FailedAsync(long id, Exception why)
    {
        var outage = new FailedAttempt(OutagePause, IsSetAside: false);
        if (why is StorageException)
            return outage;
        try
        {
            if (IsDone(id))
                return new(RetryAfter: null, IsSetAside: false);
            return why is DeliveryException
                ? outage
                : await database.WriteAsync(transaction => CountFailure(transaction, id, why));
        }
        catch (StorageException)
        {
            return outage;
        }
    }

    FailedAttempt CountFailure(Transaction transaction, long id, Exception why)
    {
        var attempts = transaction.Scalar<int>(Count, new { id });
        if (attempts < MostAttempts)
            return new(Backoff.After(attempts, LongestPause), IsSetAside: false);
        transaction.Execute(SetAside, new { id, at = Column.Time(clock.GetUtcNow()) });
        Done(transaction, id, $"set aside after {attempts} attempts: {why.Message}");
        return new(RetryAfter: null, IsSetAside: true);
    }

    /// <summary>Stored and not done yet.</summary>
    public long CountPending() =>
        database.First<long>(
            "select count(*) from deliveries where source = @source and done_at is null",
            new { source }
        );

    /// <summary>Set aside after too many failures.</summary>
    public long CountDead() =>
        database.First<long>(
            "select count(*) from deliveries where source = @source and dead_at is not null",
            new { source }
        );

    public string Body(long id) =>
        database.First<string>("select body from deliveries where id = @id", new { id })!;

    public bool IsDone(long id) =>
        database.First<string>("select done_at from deliveries where id = @id", new { id }) is not null;

    public DateTimeOffset ReceivedAt(long id) =>
        Column.Time(
            database.First<string>("select received_at from deliveries where id = @id", new { id })!
        );

    /// <summary>From here on nobody acts on the body: what is left of it for the record is masked.</summary>
    public void Done(Transaction unit, long id, string? error = null)
    {
        var body =
            unit.Query<string>("select body from deliveries where id = @id", new { id }).FirstOrDefault()
            ?? "";
        unit.Execute(
            Worked,
            new
            {
                id,
                body = Secrets.MaskJson(body),
                error = Secrets.MaskOrNull(error),
                at = Column.Time(clock.GetUtcNow()),
            }
        );
    }

    /// <returns>How many were forgotten, at most <paramref name="most"/>.</returns>
    public int Forget(Transaction unit, TimeSpan kept, int most) =>
        unit.Execute(
            DeleteOld,
            new
            {
                source,
                before = Column.Time(clock.GetUtcNow() - (keep ?? kept)),
                most,
            }
        );

    /// <summary>A delivery that waits to be stored.</summary>
    sealed class Letter(string key, string body, string at)
    {
        readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public string Body => body;

        public string At => at;

        public Task Stored => _stored.Task;

        public void Done() => _stored.SetResult();

        public void Fail(Exception why) => _stored.SetException(why);
    }
}
