using System.Collections.Concurrent;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>Works on what the inbox stored: who was it, what do they want, what do they see.</summary>
sealed partial class SlackWork(
    SlackInbox inbox,
    Database database,
    SlackPeople people,
    SlackCommands commands,
    SlackClicks clicks,
    SlackForms forms,
    SlackPins pins,
    SlackHome home,
    SlackReplies replies,
    SlackHealth troubles,
    TimeProvider clock,
    ILogger<SlackWork> log
) : BackgroundService
{
    /// <summary>What lay longer than this while the bot was down is not done behind somebody's back.</summary>
    static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);
    readonly SemaphoreSlim _hands = new(24);
    readonly ConcurrentDictionary<long, bool> _underWay = new();
    readonly Dictionary<string, Task> _messages = [];

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var id in inbox.Unfinished())
            Start(id, stop);
        await foreach (var id in inbox.Arrived.ReadAllAsync(stop))
            Start(id, stop);
    }

    void Start(long id, CancellationToken stop)
    {
        if (!_underWay.TryAdd(id, true))
            return; // it lay here at the start and is announced once more
        try
        {
            Start(id, inbox.Read(id), stop);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _ = StartAgainAsync(id, e, stop);
        }
    }

    async Task StartAgainAsync(long id, Exception why, CancellationToken stop)
    {
        var pause = await PauseAfterAsync(id, why);
        _underWay.TryRemove(id, out _);
        if (pause is { } time)
            await inbox.AgainAsync(id, time, stop);
    }

    void Start(long id, (Incoming? Incoming, DateTimeOffset At) read, CancellationToken stop)
    {
        var (incoming, at) = read;
        var message = incoming switch
        {
            Pushpin p => new MessageRef(p.Channel, p.Ts).ToString(),
            MessageEdited e => new MessageRef(e.Channel, e.Ts).ToString(),
            _ => null,
        };
        var work = WorkAsync(
            id,
            incoming,
            at,
            message is null
                ? Task.CompletedTask
                : _messages.GetValueOrDefault(message, Task.CompletedTask),
            stop
        );
        if (message is null)
            return;
        // what happens to one message happens in its order
        foreach (var (done, _) in _messages.Where(m => m.Value.IsCompleted).ToList())
            _messages.Remove(done);
        _messages[message] = work;
    }

    async Task WorkAsync(
        long id,
        Incoming? incoming,
        DateTimeOffset at,
        Task before,
        CancellationToken stop
    )
    {
        await Task.WhenAny(before);
        await Task.Yield();
        while (await TryAsync(id, incoming, at, stop) is { } pause)
            await Task.Delay(pause, clock, stop);
        _underWay.TryRemove(id, out _);
    }

    /// <returns>
    /// How long to wait before the next attempt; null when it is done: then it is not done again for its answer's sake.
    /// </returns>
    async Task<TimeSpan?> TryAsync(long id, Incoming? incoming, DateTimeOffset at, CancellationToken stop)
    {
        await _hands.WaitAsync(stop);
        try
        {
            var receipt = new Receipt(database, inbox, replies, id);
            if (inbox.IsDone(id))
                return null;
            if (incoming is null)
                await receipt.DoneAsync("not understood");
            else if (
                clock.GetUtcNow() - at > Stale
                && incoming is (SlashCommand or Mention or Click or Submission)
            )
                await TooLateAsync(incoming, receipt);
            else
                await WorkAsync(incoming, receipt, stop);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            return await PauseAfterAsync(id, e);
        }
        finally
        {
            _hands.Release();
        }
    }

    /// <summary>Null when it is done or set aside; else when to try again.</summary>
    async Task<TimeSpan?> PauseAfterAsync(long id, Exception why)
    {
        var attempt = await inbox.FailedAsync(id, why);
        if (attempt.IsSetAside)
            LogSetAside(why, id);
        else
            LogFailed(why, id);
        return attempt.RetryAfter;
    }

    async Task WorkAsync(Incoming incoming, Receipt receipt, CancellationToken cancel)
    {
        switch (incoming)
        {
            case SlashCommand c:
                await commands.RunAsync(
                    c,
                    await people.PersonAsync(c.User, c.UserName, c.Team, SlackPeople.Surely, cancel),
                    receipt,
                    cancel
                );
                break;
            case Mention m when m.User == (await people.SelfAsync(SlackPeople.Soon, cancel)).User:
                await receipt.DoneAsync("our own");
                break;
            case Mention m:
                await commands.RunAsync(
                    m,
                    await people.PersonAsync(m.User, "", m.Team, SlackPeople.Surely, cancel),
                    receipt,
                    cancel
                );
                break;
            case Click c when clicks.AsksEverybody(c):
                await clicks.OpenAsync(c, receipt, cancel);
                break;
            case Click c:
                await clicks.PressAsync(
                    c,
                    await people.PersonAsync(
                        c.User,
                        c.UserName,
                        c.Team,
                        clicks.OpensForm(c) ? SlackPeople.Soon : SlackPeople.Surely,
                        cancel
                    ),
                    receipt,
                    cancel
                );
                break;
            case Submission s:
                await forms.SubmitAsync(
                    s,
                    await people.PersonAsync(s.User, s.UserName, s.Team, SlackPeople.Surely, cancel),
                    receipt,
                    cancel
                );
                break;
            case MessageShortcut s:
                await forms.AddAsync(
                    s,
                    await people.PersonAsync(s.User, s.UserName, s.Team, SlackPeople.Soon, cancel),
                    receipt,
                    cancel
                );
                break;
            case Pushpin p:
                await pins.TurnAsync(
                    p,
                    await people.PersonAsync(p.User, "", p.Team, SlackPeople.Surely, cancel),
                    receipt,
                    cancel
                );
                break;
            case MessageEdited e:
                await pins.FollowAsync(e, receipt, cancel);
                break;
            case HomeOpened h:
                await home.ShowAsync(
                    h.User,
                    h.Team,
                    await people.PersonAsync(h.User, "", h.Team, SlackPeople.Soon, cancel),
                    receipt,
                    cancel
                );
                break;
            case AppRemoved r:
                await receipt.DoneAsync();
                troubles.Report(SlackChat.Trouble, SlackErrors.Words(r.How));
                break;
        }
    }

    static Task TooLateAsync(Incoming incoming, Receipt receipt)
    {
        const string Text =
            "the bot was down when you asked, so this was not done in time; please ask again";
        var (to, asked) = incoming switch
        {
            SlashCommand c => (c.Asker, $"/502 {c.Text}: "),
            Mention m => (m.Asker, ""),
            Click c => (c.Asker, ""),
            Submission s => (FormAbout.Read(s.About).To(s.User), ""),
            _ => throw new ArgumentOutOfRangeException(
                nameof(incoming),
                incoming,
                "nobody waits for this"
            ),
        };
        return receipt.DoneAsync(to, asked + Text, "too old");
    }

    public override void Dispose()
    {
        _hands.Dispose();
        base.Dispose();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "what came from Slack as {Id} could not be handled; it is kept and retried"
    )]
    partial void LogFailed(Exception e, long id);

    [LoggerMessage(LogLevel.Error, "what came from Slack as {Id} failed too often and is set aside")]
    partial void LogSetAside(Exception e, long id);
}
