using System.Threading.Channels;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>Answers that are owed: each is kept until it is said, for half an hour at most.</summary>
sealed partial class SlackReplies(Database database, SlackReply reply, TimeProvider clock, ILogger<SlackReplies> log) : BackgroundService
{
    const string Insert = "insert into slack_replies (person, room, thread, response_url, text, incident_id, mark, at) values (@person, @room, @thread, @url, @text, @incident, @mark, @at) returning id";
    const string Unsaid = "select id, person, room, thread, response_url, text, incident_id, mark, at from slack_replies order by id";
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(30), Longest = TimeSpan.FromSeconds(15);
    readonly Channel<Reply> _owed = Channel.CreateUnbounded<Reply>();
    readonly SemaphoreSlim _mouths = new(16);

    /// <summary>Within a transaction it is owed when that one commits, together with what it tells of.</summary>
    /// <param name="about">The incident whose thread it points to; null for none.</param>
    public void Say(Listener to, string text, long? about = null) => database.Write(unit =>
    {
        var (mark, at) = (Guid.NewGuid().ToString("N"), clock.GetUtcNow());
        var id = unit.Scalar<long>(Insert, new { person = to.User, room = to.Channel, thread = to.Thread, url = to.ResponseUrl, text, incident = about, mark, at = Column.Time(at) });
        unit.AfterCommit(() => _owed.Writer.TryWrite(new(id, to, text, about, mark, at)));
    });

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        var left = database.Query<Row>(Unsaid).ConvertAll(r => r.ToReply());
        foreach (var old in left) _ = KeepAsync(old, again: true, stop);
        var known = left.Select(r => r.Id).ToHashSet();
        await foreach (var next in _owed.Reader.ReadAllAsync(stop))
            if (!known.Remove(next.Id)) _ = KeepAsync(next, again: false, stop);
    }

    /// <param name="again">An earlier try may have arrived.</param>
    async Task KeepAsync(Reply owed, bool again, CancellationToken stop)
    {
        for (var tries = 1; await TryAsync(owed, again, stop) is { IsWorthRepeating: true } answer; tries++)
        {
            var pause = answer.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(tries, 10)) / 2));
            if (clock.GetUtcNow() + pause - owed.At > Kept) break;
            again |= answer.Uncertain;
            await Task.Delay(pause, clock, stop);
        }
        if (!stop.IsCancellationRequested) database.Write(u => u.Execute("delete from slack_replies where id = @id", new { id = owed.Id }));
    }

    async Task<SlackAnswer> TryAsync(Reply owed, bool again, CancellationToken stop)
    {
        await _mouths.WaitAsync(stop);
        try
        {
            var answer = await reply.TryAsync(owed, again, stop);
            if (answer is { Ok: false, IsWorthRepeating: false }) LogMute(owed.To.User, owed.To.Channel, answer.Words);
            return answer;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            LogBroken(e, owed.To.User, owed.To.Channel);
            return SlackAnswer.Failed("unreachable", retryAfter: (e as DeliveryException)?.RetryAfter);
        }
        finally
        {
            _mouths.Release();
        }
    }

    public override void Dispose()
    {
        _mouths.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "{User} in {Channel} could not be answered: {Why}")]
    partial void LogMute(string user, string channel, string why);

    [LoggerMessage(LogLevel.Error, "the answer for {User} in {Channel} stumbled; it is tried again")]
    partial void LogBroken(Exception e, string user, string channel);

    sealed record Row(long Id, string Person, string Room, string? Thread, string Response_Url, string Text, long? Incident_Id, string Mark, string At)
    {
        public Reply ToReply() => new(Id, new(Person, Room, Thread, Response_Url), Text, Incident_Id, Mark, Column.Time(At));
    }
}
