using System.Threading.Channels;
using ChatOps502.Bot.Redaction;

namespace ChatOps502.Bot.Delivery;

/// <summary>
/// Takes messages to the chats: in order within a thread, threads beside each other, again after a failure, only the
/// newest version of an edited one.
/// </summary>
sealed partial class OutboxPump(
    Outbox outbox,
    ThreadStore threads,
    IEnumerable<IChat> chats,
    OutboxSignal bell,
    TimeProvider clock,
    ILogger<OutboxPump> log
) : BackgroundService
{
    const int Lanes = 16,
        Look = 200;
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(2),
        Longest = TimeSpan.FromSeconds(15),
        Broken = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Task.WhenAll(chats.Select(c => PumpAsync(c, stop)));

    async Task PumpAsync(IChat chat, CancellationToken stop)
    {
        await Task.Yield();
        var lanes = new Dictionary<long, Task>();
        var done = Channel.CreateUnbounded<Delivered>();
        var arrival = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            var rung = bell.Next;
            try
            {
                await SettleAsync(done.Reader, lanes);
                var now = clock.GetUtcNow();
                var begun = Begin(chat, lanes, done.Writer, now, stop);
                if (arrival.IsCompleted)
                    arrival = done.Reader.WaitToReadAsync(stop).AsTask();
                // a chat that answers at once leaves no time to wait
                await (
                    begun
                        ? arrival
                        : Task.WhenAny(rung, Task.Delay(Pause(chat.Name, now), clock, stop), arrival)
                );
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e, chat.Name);
                await Task.WhenAny(Task.Delay(Idle, clock, stop));
            }
        }
        await Task.WhenAny(Task.WhenAll(lanes.Values));
        await SettleAsync(done.Reader, lanes);
    }

    /// <summary>
    /// What was delivered, or not, since the last time: written in one transaction, then its lanes are free.
    /// </summary>
    async Task SettleAsync(ChannelReader<Delivered> done, Dictionary<long, Task> lanes)
    {
        List<Delivered> outcomes = [];
        while (done.TryPeek(out _) && outcomes.Count < Look && done.TryRead(out var outcome))
            outcomes.Add(outcome);
        if (outcomes.Count == 0)
            return;
        try
        {
            await outbox.SettleAsync(outcomes);
        }
        finally
        {
            foreach (var outcome in outcomes)
                lanes.Remove(outcome.What.IncidentId);
        }
    }

    /// <returns>Whether every lane that is free has something to do.</returns>
    bool Begin(
        IChat chat,
        Dictionary<long, Task> lanes,
        ChannelWriter<Delivered> done,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (lanes.Count >= Lanes)
            return true;
        var next = outbox
            .Next(chat.Name, now, Look)
            .DistinctBy(p => p.IncidentId)
            .Where(p => !lanes.ContainsKey(p.IncidentId))
            .ToList();
        foreach (var pending in next.Take(Lanes - lanes.Count))
            lanes[pending.IncidentId] = DeliverAsync(chat, pending, done, stop);
        return lanes.Count >= Lanes;
    }

    /// <summary>Until the next message may go, at most <see cref="Idle"/>.</summary>
    TimeSpan Pause(string chat, DateTimeOffset now)
    {
        if (outbox.NextDueAfter(chat, now) is not { } next)
            return Idle;
        var left = next - clock.GetUtcNow();
        return left < Idle ? TimeSpan.FromMilliseconds(Math.Max(5, left.TotalMilliseconds)) : Idle;
    }

    async Task DeliverAsync(
        IChat chat,
        Pending what,
        ChannelWriter<Delivered> done,
        CancellationToken stop
    )
    {
        await Task.Yield();
        try
        {
            var outcome = await OutcomeAsync(chat, what, stop);
            done.TryWrite(outcome);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // the bot stops: after the next start it is looked for, or posted
        }
    }

    async Task<Delivered> OutcomeAsync(IChat chat, Pending what, CancellationToken stop)
    {
        ThreadMessage? taken = null;
        var outgoing = new Outgoing(
            what.MessageId,
            what.IncidentId,
            what.Key,
            what.RemoteId,
            what.SentAt,
            () => taken = threads.Get(what.MessageId)
        );
        try
        {
            if (chat.Doubles && what.RemoteId is null)
                await outbox.BeginAsync(what, clock.GetUtcNow());
            var remote = await chat.DeliverAsync(outgoing, stop);
            return new(
                what,
                (taken ?? outgoing.Newest()).Version,
                remote,
                clock.GetUtcNow() + chat.EditEvery
            );
        }
        catch (DeliveryException e)
        {
            // once it was unclear whether it arrived, it is looked for until it is delivered
            var wasUnclear = e.Uncertain || what.SentAt is not null;
            return Later(
                what,
                e,
                e.RetryAfter ?? Backoff.After(what.Attempts, Longest),
                wasUnclear,
                e.Gone
            );
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogBroken(e, chat.Name);
            return Later(what, e, Broken, uncertain: true, gone: false);
        }
    }

    Delivered Later(Pending what, Exception why, TimeSpan pause, bool uncertain, bool gone) =>
        new(what, null, null, clock.GetUtcNow() + pause, Secrets.Mask(why.Message), uncertain, gone);

    [LoggerMessage(LogLevel.Error, "the outbox of {Chat} failed; it goes on")]
    partial void LogBroken(Exception e, string chat);
}
