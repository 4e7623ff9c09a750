using System.Threading.Channels;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>Answers that are owed: each is kept until it is said, for half an hour at most.</summary>
sealed partial class SlackReplies(Database database, SlackReply reply, TimeProvider clock, ILogger<SlackReplies> log) : BackgroundService
{
    const string Insert = "insert into slack_replies (person, room, thread, response_url, text, incident_id, mark, at) values (@person, @room, @thread, @url, @text, @incident, @mark, @at) returning id";
    const string Unsaid = "select id, person, room, thread, response_url, text, incident_id, mark, at from slack_replies order by id";
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(30), Longest = TimeSpan.FromSeconds(15);
    readonly Channel<Reply> _owed = Channel.CreateUnbounded<Reply>();
    readonly SemaphoreSlim _mouths = new(16);
    readonly Dictionary<long, Task> _underWay = [];

    /// <summary>Within a transaction it is owed when that one commits, together with what it tells of.</summary>
    /// <param name="about">The incident whose thread it points to; null for none.</param>
    public void Say(Listener to, string text, long? about = null) => database.Write(unit =>
    {
        var (mark, at) = (Guid.NewGuid().ToString("N"), clock.GetUtcNow());
        var id = unit.Scalar<long>(Insert, new { person = to.User, room = to.Channel, thread = to.Thread, url = to.ResponseUrl, text = Secrets.Mask(text), incident = about, mark, at = Column.Time(at) });
        unit.AfterCommit(() => _owed.Writer.TryWrite(new(id, to, Secrets.Mask(text), about, mark, at)));
    });

    /// <summary>A decision that counted shows on its card; every other one is explained to who made it.</summary>
    public void Tell(Listener to, Decision decision)
    {
        if (decision.Kind != DecisionKind.Done) Say(to, decision.Text);
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var old in database.Query<Row>(Unsaid)) Start(old.ToReply(), again: true, stop);
        try
        {
            await foreach (var next in _owed.Reader.ReadAllAsync(stop)) Start(next, again: false, stop);
        }
        catch (OperationCanceledException) { /* the bot stops */ }
        await Task.WhenAny(Task.WhenAll(_underWay.Values));
    }

    /// <param name="again">An earlier try may have arrived.</param>
    void Start(Reply owed, bool again, CancellationToken stop)
    {
        foreach (var over in _underWay.Where(w => w.Value.IsCompleted).ToList()) _underWay.Remove(over.Key);
        if (!_underWay.ContainsKey(owed.Id)) _underWay[owed.Id] = KeepAsync(owed, again, stop);      // one that was there at the start may be announced, too
    }

    async Task KeepAsync(Reply owed, bool again, CancellationToken stop)
    {
        await Task.Yield();
        var why = "the bot was down for too long";
        for (var tries = 1; clock.GetUtcNow() - owed.At < Kept; tries++)
        {
            var answer = await TryAsync(owed, again, stop);
            why = answer.Ok ? "" : answer.Words;
            if (!answer.IsWorthRepeating) break;
            again |= answer.Uncertain;
            await Task.Delay(answer.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(tries, 10)) / 2)), clock, stop);
        }
        if (why.Length > 0) LogMute(owed.To.User, owed.To.Channel, why);
        Forget(owed);
    }

    /// <summary>One that cannot be crossed off is said again after the next start; that is better than never.</summary>
    void Forget(Reply owed)
    {
        try
        {
            database.Write(unit => unit.Execute("delete from slack_replies where id = @id", new { id = owed.Id }));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(e, owed.To.User, owed.To.Channel);
        }
    }

    async Task<SlackAnswer> TryAsync(Reply owed, bool again, CancellationToken stop)
    {
        await _mouths.WaitAsync(stop);
        try
        {
            return await reply.TryAsync(owed, again, stop);
        }
        catch (DeliveryException e)
        {
            return SlackAnswer.Failed(e.Message, retryAfter: e.RetryAfter ?? Longest);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            LogBroken(e, owed.To.User, owed.To.Channel);
            return SlackAnswer.Failed("unreachable");
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
