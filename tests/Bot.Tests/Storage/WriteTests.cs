using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Tests.Storage;

public sealed class WriteTests : IDisposable
{
    const string Touch = "update heartbeat set at = @at where id = 1";
    const string Read = "select at from heartbeat where id = 1";
    readonly string _directory = Directory.CreateTempSubdirectory("c502-write-").FullName;
    readonly ManualResetEventSlim _door = new();
    readonly TaskCompletionSource _entered = new();
    readonly Database _database;

    public WriteTests() => _database = new($"Data Source={_directory}/bot.db");

    [Fact]
    public async Task Whoever_is_waited_for_writes_before_our_own_work()
    {
        List<string> order = [];
        var first = await OccupyAsync();
        var ordinary = _database.WriteAsync(_ => order.Add("ordinary"));
        var urgent = _database.WriteAsync(_ => order.Add("urgent"), urgent: true);
        _door.Set();
        await Task.WhenAll(first, ordinary, urgent);
        Assert.Equal(["urgent", "ordinary"], order);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_holds_up_nobody()
    {
        var first = await OccupyAsync();
        using var patience = new CancellationTokenSource();
        var given = _database.WriteAsync(
            unit => unit.Execute(Touch, new { at = "never" }),
            cancel: patience.Token
        );
        var next = _database.WriteAsync(unit => unit.Execute(Touch, new { at = "next" }));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _door.Set();
        await Task.WhenAll(first, next);
        Assert.Equal("next", _database.First<string>(Read));
    }

    [Fact]
    public async Task What_throws_is_rolled_back_and_the_next_one_writes()
    {
        var broken = _database.WriteAsync(unit =>
        {
            unit.Execute(Touch, new { at = "half" });
            Assert.Equal("half", unit.First<string>(Read)); // what it wrote it reads
            throw new FormatException("odd");
        });
        await Assert.ThrowsAsync<FormatException>(() => broken);
        Assert.NotEqual("half", _database.First<string>(Read));
        await _database.WriteAsync(unit => unit.Execute(Touch, new { at = "whole" }));
        Assert.Equal("whole", _database.First<string>(Read));
    }

    [Fact]
    public async Task What_follows_a_commit_follows_no_other()
    {
        List<string> told = [];
        var broken = _database.WriteAsync(unit =>
        {
            unit.AfterCommit(() => told.Add("broken"));
            throw new FormatException("odd");
        });
        await Assert.ThrowsAsync<FormatException>(() => broken);
        await _database.WriteAsync(unit => unit.AfterCommit(() => told.Add("kept")));
        Assert.Equal(["kept"], told);
    }

    /// <summary>Begins a write that ends when the door opens.</summary>
    async Task<Task> OccupyAsync()
    {
        var first = Task.Run(() => _database.WriteAsync(_ => Wait()));
        await _entered.Task;
        return first;
    }

    void Wait()
    {
        _entered.SetResult();
        _door.Wait();
    }

    public void Dispose()
    {
        _door.Dispose();
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
