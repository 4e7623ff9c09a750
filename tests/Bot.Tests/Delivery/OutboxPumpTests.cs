using System.Collections.Concurrent;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;
using ChatOps502.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps502.Bot.Tests.Delivery;

public sealed class OutboxPumpTests : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-pump-").FullName;
    readonly OutboxSignal _signal = new();
    readonly RecordingChat _chat = new();
    readonly Database _database;
    readonly ThreadStore _threads;
    readonly OutboxPump _pump;

    public OutboxPumpTests()
    {
        _database = new($"Data Source={_directory}/bot.db");
        _threads = new(_database, [_chat.Name], TimeProvider.System, _signal);
        _pump = new(
            new Outbox(_database),
            _threads,
            [_chat],
            _signal,
            TimeProvider.System,
            NullLogger<OutboxPump>.Instance
        );
    }

    [Fact]
    public async Task A_thread_keeps_its_order_and_holds_up_no_other_one()
    {
        var slow = _chat.Hold("1 headline");
        await PostAsync(1, "headline");
        await PostAsync(1, "verdict");
        await PostAsync(2, "headline");
        await _pump.StartAsync(CancellationToken.None);
        await ArrivedAsync("2 headline");
        Assert.DoesNotContain("1 verdict", _chat.Arrived);
        slow.SetResult();
        await ArrivedAsync("1 verdict");
        Assert.Equal(["2 headline", "1 headline", "1 verdict"], _chat.Arrived);
    }

    [Fact]
    public async Task What_failed_is_tried_again_before_what_follows_it()
    {
        _chat.Failures["1 headline"] = new("the chat is busy", retryAfter: TimeSpan.FromMilliseconds(20));
        await PostAsync(1, "headline");
        await PostAsync(1, "verdict");
        await _pump.StartAsync(CancellationToken.None);
        await ArrivedAsync("1 verdict");
        Assert.Equal(["1 headline", "1 verdict"], _chat.Arrived);
    }

    [Fact]
    public async Task After_an_unclear_post_the_chat_is_told_since_when_to_look_for_it()
    {
        _chat.Failures["1 headline"] = new("no answer", TimeSpan.FromMilliseconds(20), uncertain: true);
        await PostAsync(1, "headline");
        await _pump.StartAsync(CancellationToken.None);
        await ArrivedAsync("1 headline");
        Assert.Equal([false, true], _chat.LookedFor);
    }

    [Fact]
    public async Task Of_an_edited_message_only_the_newest_version_goes_out()
    {
        var slow = _chat.Hold("1 headline");
        await PostAsync(1, "headline");
        await _pump.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _chat.LookedFor.Count == 1, "the first version is on its way");
        for (var edit = 0; edit < 5; edit++)
            await PostAsync(1, "headline");
        slow.SetResult();
        await Eventually.TrueAsync(() => _chat.Versions.Contains(6), "the newest version is shown");
        Assert.True(_chat.Versions.Count <= 2, string.Join(", ", _chat.Versions));
    }

    Task ArrivedAsync(string what) =>
        Eventually.TrueAsync(() => _chat.Arrived.Contains(what), what + " arrives");

    Task PostAsync(long incident, string key) =>
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
            _threads.Post(unit, incident, key, ChatMessage.Of($"{key} {Guid.NewGuid()}"));
        });

    public async ValueTask DisposeAsync()
    {
        await _pump.StopAsync(CancellationToken.None);
        _pump.Dispose();
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Shows nothing, and remembers what it was asked to show.</summary>
    sealed class RecordingChat : IChat
    {
        readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();

        public ConcurrentDictionary<string, DeliveryException> Failures { get; } = new();

        public ConcurrentQueue<string> Arrived { get; } = new();

        public ConcurrentQueue<bool> LookedFor { get; } = new();

        public ConcurrentQueue<int> Versions { get; } = new();

        public string Name => "recording";

        public TimeSpan EditEvery => TimeSpan.Zero;

        public bool Doubles => true;

        public TaskCompletionSource Hold(string what) =>
            _held[what] = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<string> DeliverAsync(Outgoing outgoing, CancellationToken cancel)
        {
            var what = $"{outgoing.IncidentId} {outgoing.Key}";
            LookedFor.Enqueue(outgoing.Since is not null);
            if (Failures.TryRemove(what, out var failure))
                throw failure;
            if (_held.TryRemove(what, out var held))
                await held.Task.WaitAsync(cancel);
            Versions.Enqueue(outgoing.Newest().Version);
            Arrived.Enqueue(what);
            return what;
        }
    }
}
