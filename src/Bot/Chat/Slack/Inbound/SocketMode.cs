using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.Chat.Slack.Inbound;

/// <summary>
/// Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode. Two sockets, so that one may go at any time;
/// a new one is there before an old one is left.
/// </summary>
sealed partial class SocketMode(
    SlackApi api,
    SlackInbox inbox,
    SlackHealth troubles,
    Settings settings,
    TimeProvider clock,
    ILogger<SocketMode> log
) : BackgroundService
{
    const int Sockets = 2;
    const string Trouble = "Socket Mode";
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30),
        Proven = TimeSpan.FromSeconds(60),
        Farewell = TimeSpan.FromSeconds(20);

    int _hearing; // sockets that said hello and still stand

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Sockets).Select(_ => KeepAsync(stop)));

    /// <summary>Keeps one of the sockets.</summary>
    async Task KeepAsync(CancellationToken stop)
    {
        await Task.Yield();
        CancellationTokenSource? old = null;
        try
        {
            for (var failures = 0; !stop.IsCancellationRequested; )
            {
                var (address, pause, final) = await OpenAsync(failures, stop);
                if (final)
                    return;
                if (address is null)
                {
                    failures++;
                    await Task.Delay(pause, clock, stop);
                    continue;
                }
                var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
                var begun = clock.GetTimestamp();
                var socket = new SlackSocket(inbox, clock, log);
                _ = ServeAsync(socket, address, ending);
                if (await SaysHelloAsync(socket))
                {
                    troubles.Report(Trouble, null);
                    Leave(ref old);
                }
                else if (!stop.IsCancellationRequested && Volatile.Read(ref _hearing) == 0)
                    troubles.Report(Trouble, Deaf(address, socket.Ended));
                var reason = await socket.Leaving.WaitAsync(stop);
                if (reason == "link_disabled")
                {
                    troubles.Report(
                        Trouble,
                        "it was switched off for the app; switch it on under Socket Mode (or use HTTP with "
                            + "Slack:SigningSecret), then start the bot again"
                    );
                    return;
                }
                Leave(ref old);
                old = reason == "closed" ? null : ending;
                // the first swap is immediate; who is sent away again and again waits
                failures = clock.GetElapsedTime(begun) > Proven ? 0 : failures + 1;
                if (failures > 1 || reason == "closed")
                    await Task.Delay(BackOff(failures), clock, stop);
            }
        }
        catch (OperationCanceledException)
        { /* the bot stops */
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            troubles.Report(Trouble, $"it stopped: {e.Message}; start the bot again");
            LogBroken(e);
        }
    }

    /// <summary>Slack gives an address, but nothing comes in there.</summary>
    public static string Deaf(Uri address, string why) =>
        $"commands and clicks cannot arrive: the socket to {address.Host} does not open ({why}); let "
        + $"{address.Scheme} to {address.Host} through the proxy or firewall";

    /// <summary>Slack closes the old socket by itself; one that it forgets ends a little later.</summary>
    static void Leave(ref CancellationTokenSource? old)
    {
        try
        {
            old?.CancelAfter(Farewell);
        }
        catch (ObjectDisposedException)
        { /* it has ended already */
        }
        old = null;
    }

    async Task ServeAsync(SlackSocket socket, Uri address, CancellationTokenSource ending)
    {
        var heard = socket.Hello.ContinueWith(
            _ => Interlocked.Increment(ref _hearing),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default
        );
        await socket.RunAsync(address, ending.Token);
        ending.Dispose();
        await Task.WhenAny(heard);
        if (heard.IsCompletedSuccessfully)
            Interlocked.Decrement(ref _hearing);
    }

    static async Task<bool> SaysHelloAsync(SlackSocket socket)
    {
        try
        {
            await socket.Hello;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>Where to connect to; or how long to wait; or that it is no use.</returns>
    async Task<(Uri? Address, TimeSpan Pause, bool Final)> OpenAsync(int failures, CancellationToken stop)
    {
        var answer = await api.CallAsync("apps.connections.open", stop, token: settings.Slack.AppToken);
        if (
            answer.Ok
            && Uri.TryCreate(answer["url"], UriKind.Absolute, out var address)
            && (address.Scheme is "ws" or "wss")
        )
            return (address, default, false);
        var fatal = SlackErrors.IsFatal(answer.Error);
        troubles.Report(Trouble, fatal ? NewToken(answer) : WhyNot(answer));
        return (null, answer.RetryAfter ?? BackOff(failures + 1), fatal);
    }

    static string NewToken(SlackAnswer answer) =>
        $"{answer.Error}: Slack refuses Slack:AppToken; make one under Basic Information, App-Level Tokens, with the "
        + "scope connections:write, then start the bot again";

    static string WhyNot(SlackAnswer answer) => answer.Ok ? "Slack names no socket" : answer.Words;

    [LoggerMessage(LogLevel.Error, "Socket Mode failed unexpectedly")]
    partial void LogBroken(Exception e);

    /// <summary>Not all bots at once.</summary>
    static TimeSpan BackOff(int failures) =>
        Backoff.After(failures, Longest) * (0.75 + Random.Shared.NextDouble() / 2);
}
