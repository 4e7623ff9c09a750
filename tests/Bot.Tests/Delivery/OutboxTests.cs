using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Tests.Delivery;

public sealed class OutboxTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    readonly string _directory = Directory.CreateTempSubdirectory("c502-outbox-").FullName;
    readonly Database _database;
    readonly Outbox _outbox;
    readonly ThreadStore _threads;

    public OutboxTests()
    {
        _database = new($"Data Source={_directory}/bot.db");
        _outbox = new(_database);
        _threads = new(_database, ["slack"], TimeProvider.System, new());
    }

    Task PostAsync(long incident, params string[] keys) =>
        _database.WriteAsync(unit =>
        {
            unit.Execute(
                """
                insert or ignore into incidents (id, title, status, severity, host, hosts, alert_name,
                  group_key, opened_by, started_at)
                values (@incident, '', 'open', '', '', '[]', '', '', '', '')
                """,
                new { incident }
            );
            foreach (var key in keys)
                _threads.Post(unit, incident, key, ChatMessage.Of($"{key} {Guid.NewGuid()}"));
        });

    IReadOnlyList<Pending> Next(int most = 10) =>
        _outbox.Next("slack", TimeProvider.System.GetUtcNow().AddSeconds(1), most);

    Delivered Arrived(Pending what, int version = 1) => new(what, version, "C:1", Now);

    [Fact]
    public async Task The_first_message_of_an_incident_holds_back_its_later_ones_and_no_others()
    {
        await PostAsync(1, "headline", "verdict");
        await PostAsync(2, "headline");
        Assert.Equal([(1, "headline"), (2, "headline")], Next().Select(p => (p.IncidentId, p.Key)));
        await _outbox.SettleAsync([Arrived(Next()[0])]);
        Assert.Equal(
            [(2, "headline"), (1, "verdict")],
            Next().Select(p => (p.IncidentId, p.Key)).OrderByDescending(p => p.IncidentId)
        );
    }

    [Fact]
    public async Task An_edit_waits_for_the_new_messages_before_it()
    {
        await PostAsync(1, "headline");
        await _outbox.SettleAsync([Arrived(Next()[0])]);
        await PostAsync(1, "headline"); // changed
        var edit = Assert.Single(Next());
        Assert.Equal(("headline", "C:1"), (edit.Key, edit.RemoteId));
    }

    [Fact]
    public async Task What_failed_rests_until_it_is_due_and_what_vanished_is_posted_anew()
    {
        await PostAsync(1, "headline");
        var later = TimeProvider.System.GetUtcNow().AddMinutes(1);
        await _outbox.SettleAsync([new(Next()[0], null, null, later, "no answer", Uncertain: true)]);
        Assert.Empty(Next());
        Assert.NotNull(_outbox.NextDueAfter("slack", Now));
        var due = Assert.Single(_outbox.Next("slack", later.AddSeconds(1), 10));
        Assert.Equal(1, due.Attempts);
        await _outbox.SettleAsync([new(due, null, null, Now, "message_not_found", Gone: true)]);
        Assert.Null(Assert.Single(Next()).RemoteId);
    }

    [Fact]
    public async Task The_next_message_is_found_by_index_however_many_wait()
    {
        await PostAsync(1, "headline");
        var plan = string.Join(
            '\n',
            new[] { Outbox.First, Outbox.Edits }
                .SelectMany(sql =>
                    _database.Query<Step>(
                        "explain query plan " + sql,
                        new
                        {
                            chat = "slack",
                            now = "",
                            most = 1,
                        }
                    )
                )
                .Select(s => s.Detail)
        );
        Assert.DoesNotContain("SCAN", plan);
        Assert.Contains("outbox_first", plan);
        Assert.Contains("outbox_edits", plan);
        Assert.Contains("outbox_lane", plan);
    }

    sealed class Step
    {
        public string Detail { get; set; } = "";
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
