using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Tests.Delivery;

public sealed class InboxTests : IDisposable
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    readonly string _directory = Directory.CreateTempSubdirectory("c502-inbox-").FullName;
    readonly Database _database;
    readonly TestInbox _inbox;

    public InboxTests()
    {
        _database = new($"Data Source={_directory}/bot.db");
        _inbox = new(_database);
    }

    [Fact]
    public async Task The_same_key_is_stored_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _inbox.StoreAsync("key", "{}")));
        Assert.Single(_inbox.Unfinished());
        Assert.Equal(1, _inbox.CountPending());
    }

    [Fact]
    public async Task What_is_done_is_not_worked_on_after_a_restart()
    {
        await _inbox.StoreAsync("key", "{}");
        await _database.WriteAsync(transaction => _inbox.Done(transaction, Only()));
        Assert.Empty(new TestInbox(_database).Unfinished());
    }

    [Fact]
    public async Task What_fails_is_tried_again_after_pauses_that_grow()
    {
        await _inbox.StoreAsync("key", "{}");
        List<TimeSpan> pauses = [];
        for (var attempt = 0; attempt < 8; attempt++)
            pauses.Add((await _inbox.FailedAsync(Only(), new FormatException())).RetryAfter!.Value);
        Assert.Equal(pauses.Order(), pauses);
        Assert.True(pauses[0] < TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(30), pauses[^1]);
        Assert.Equal(1, _inbox.CountPending());
    }

    [Fact]
    public async Task What_fails_too_often_is_set_aside_and_counted()
    {
        await _inbox.StoreAsync("key", """{"what":"poison"}""");
        var id = Only();
        for (var attempt = 1; attempt < Inbox.MostAttempts; attempt++)
            Assert.NotNull((await _inbox.FailedAsync(id, new FormatException("odd"))).RetryAfter);
        Assert.Equal(
            new(null, IsSetAside: true),
            await _inbox.FailedAsync(id, new FormatException("odd"))
        );
        Assert.Equal((0, 1), (_inbox.CountPending(), _inbox.CountDead()));
        Assert.Contains("poison", _inbox.Body(id)); // kept, for whoever looks into it
        Assert.Contains("24 attempts: odd", _database.First<string>("select error from deliveries"));
    }

    [Fact]
    public async Task What_fails_after_it_was_done_is_not_tried_again()
    {
        await _inbox.StoreAsync("key", "{}");
        var id = Only();
        await _database.WriteAsync(transaction => _inbox.Done(transaction, id));
        Assert.Equal(
            new(null, IsSetAside: false),
            await _inbox.FailedAsync(id, new DeliveryException("http_503"))
        );
        Assert.Equal(new(null, IsSetAside: false), await _inbox.FailedAsync(id, new FormatException()));
        Assert.Equal(0, _inbox.CountDead());
    }

    [Fact]
    public async Task Attempts_are_counted_across_restarts()
    {
        await _inbox.StoreAsync("key", "{}");
        await _inbox.FailedAsync(Only(), new FormatException());
        await new TestInbox(_database).FailedAsync(Only(), new FormatException());
        Assert.Equal(2, _database.First<int>("select attempts from deliveries"));
    }

    [Fact]
    public async Task An_outage_of_the_database_or_the_chat_is_not_the_fault_of_the_delivery()
    {
        await _inbox.StoreAsync("key", "{}");
        for (var attempt = 0; attempt < 2 * Inbox.MostAttempts; attempt++)
        {
            Assert.NotNull((await _inbox.FailedAsync(Only(), new StorageException("full"))).RetryAfter);
            Assert.NotNull(
                (await _inbox.FailedAsync(Only(), new DeliveryException("http_503"))).RetryAfter
            );
        }
        Assert.Equal(0, _database.First<int>("select attempts from deliveries"));
    }

    [Fact]
    public async Task A_failed_delivery_is_announced_again()
    {
        await _inbox.StoreAsync("key", "{}");
        Assert.Equal(Only(), await _inbox.Arrived.ReadAsync(Stop));
        await _inbox.AgainAsync(Only(), TimeSpan.Zero, Stop);
        Assert.Equal(Only(), await _inbox.Arrived.ReadAsync(Stop));
    }

    long Only() => Assert.Single(_inbox.Unfinished());

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    sealed class TestInbox(Database database) : Inbox(database, "test", TimeProvider.System);
}
