using BenchmarkDotNet.Attributes;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bench;

/// <summary>The outbox on a real file: each write is synchronised to the disk.</summary>
[MemoryDiagnoser]
public class OutboxDelivery
{
    const string Incident = """
        insert into incidents (id, title, status, severity, host, hosts, alert_name, group_key, opened_by, started_at)
        values (@id, '', 'open', '', '', '[]', '', '', '', '')
        """;

    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chatops502-bench-");
    Database _database = null!;
    Outbox _outbox = null!;
    ThreadStore _threads = null!;
    int _posted;

    /// <summary>Messages that wait already.</summary>
    [Params(0, 10_000)]
    public int Backlog { get; set; }

    [GlobalSetup]
    public async Task Fill()
    {
        _database = new($"Data Source={_directory.FullName}/bench-{Backlog}.db");
        _outbox = new(_database);
        _threads = new(_database, ["slack"], TimeProvider.System, new());
        await _database.WriteAsync(unit =>
        {
            for (var id = 1; id <= 100; id++)
                unit.Execute(Incident, new { id });
            for (var i = 0; i < Backlog; i++)
                Post(unit, 1 + i % 100);
        });
    }

    [Benchmark]
    public Task Post_and_commit() => _database.WriteAsync(unit => Post(unit, 1));

    [Benchmark]
    public int Find_the_next_50() => _outbox.Next("slack", TimeProvider.System.GetUtcNow(), 50).Count;

    [GlobalCleanup]
    public void Delete()
    {
        _database.Dispose();
        _directory.Delete(recursive: true);
    }

    void Post(Transaction unit, long incident) =>
        _threads.Post(unit, incident, $"message-{_posted++}", ChatMessage.Of("a line of a thread"));
}
