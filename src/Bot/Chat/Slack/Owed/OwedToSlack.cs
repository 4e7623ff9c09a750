using System.Threading.Channels;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Chat.Slack.Owed;

/// <summary>Something that Slack is to get besides the messages of the threads.</summary>
/// <param name="Id">Of its row.</param>
/// <param name="At">Since when it is owed.</param>
abstract record Debt(long Id, DateTimeOffset At)
{
    /// <summary>For the log: what it says is nobody's business there.</summary>
    public abstract string What { get; }
}

/// <summary>
/// Keeps debts until they are paid: through an outage of Slack, a restart, a kill; for a while at most. One does not
/// hold up another.
/// </summary>
/// <param name="table">Where they lie; a row goes when its debt does.</param>
abstract partial class OwedToSlack<T>(
    Database database,
    string table,
    TimeSpan kept,
    TimeProvider clock,
    ILogger log
) : BackgroundService
    where T : Debt
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    readonly Channel<T> _new = Channel.CreateUnbounded<T>();
    readonly SemaphoreSlim _hands = new(16);
    readonly Dictionary<long, Task> _underWay = [];

    protected Database Store => database;

    protected TimeProvider Clock => clock;

    /// <summary>What a stopped bot still owes.</summary>
    protected abstract IEnumerable<T> Left();

    /// <param name="again">An earlier try may have arrived.</param>
    protected abstract Task<SlackAnswer> TryAsync(T debt, bool again, CancellationToken stop);

    /// <summary>Whatever else is to happen when it is given up; the log has it already.</summary>
    protected virtual void GiveUp(Transaction unit, T debt, string why) { }

    protected void Owe(Transaction unit, T debt) => unit.AfterCommit(() => _new.Writer.TryWrite(debt));

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var old in Left())
            Start(old, again: true, stop);
        try
        {
            await foreach (var next in _new.Reader.ReadAllAsync(stop))
                Start(next, again: false, stop);
        }
        catch (OperationCanceledException)
        { /* the bot stops */
        }
        await Task.WhenAny(Task.WhenAll(_underWay.Values));
    }

    void Start(T debt, bool again, CancellationToken stop)
    {
        foreach (var over in _underWay.Where(w => w.Value.IsCompleted).ToList())
            _underWay.Remove(over.Key);
        if (!_underWay.ContainsKey(debt.Id))
            _underWay[debt.Id] = KeepAsync(debt, again, stop); // one that was left may be announced, too
    }

    async Task KeepAsync(T debt, bool again, CancellationToken stop)
    {
        await Task.Yield();
        var why = "the bot was down for too long";
        for (var tries = 1; clock.GetUtcNow() - debt.At < kept; tries++)
        {
            var answer = await OneTryAsync(debt, again, stop);
            why = answer.Ok ? "" : answer.Words;
            if (!answer.IsWorthRepeating)
                break;
            again |= answer.Uncertain;
            await Task.Delay(answer.RetryAfter ?? Backoff.After(tries, Longest), clock, stop);
        }
        if (why.Length > 0)
            LogGivenUp(debt.What, why);
        await CloseAsync(debt, why);
    }

    /// <summary>
    /// A row that cannot be taken away is tried again after the next start; that is better than never.
    /// </summary>
    async Task CloseAsync(T debt, string why)
    {
        try
        {
            await database.WriteAsync(unit =>
            {
                if (why.Length > 0)
                    GiveUp(unit, debt, why);
                unit.Execute($"delete from {table} where id = @id", new { id = debt.Id });
            });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(e, debt.What);
        }
    }

    async Task<SlackAnswer> OneTryAsync(T debt, bool again, CancellationToken stop)
    {
        await _hands.WaitAsync(stop);
        try
        {
            return await TryAsync(debt, again, stop);
        }
        catch (DeliveryException e)
        {
            return SlackAnswer.Failed(e.Message, retryAfter: e.RetryAfter ?? Longest);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            LogBroken(e, debt.What);
            return SlackAnswer.Failed("unreachable");
        }
        finally
        {
            _hands.Release();
        }
    }

    public override void Dispose()
    {
        _hands.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "{What}: given up: {Why}")]
    partial void LogGivenUp(string what, string why);

    [LoggerMessage(LogLevel.Error, "{What} failed unexpectedly; it is kept and retried")]
    partial void LogBroken(Exception e, string what);
}
