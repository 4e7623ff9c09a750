using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps502.Bot.Chat.Slack.Inbound;

/// <summary>
/// One connection of Socket Mode: what comes in is stored and acknowledged on the socket it came from.
/// </summary>
sealed partial class SlackSocket(SlackInbox inbox, TimeProvider clock, ILogger log)
{
    const int MostBytes = 4 << 20;
    public static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(15);
    readonly SemaphoreSlim _sending = new(1);
    readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<string> _leaving = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Slack has said hello: from here on it sends.</summary>
    public Task Hello => _hello.Task;

    /// <summary>Why the connection ended, in words; "" while it stands.</summary>
    public string Ended { get; private set; } = "";

    /// <summary>
    /// Why another socket is needed: Slack's disconnect reason, while this one still works, or "closed".
    /// </summary>
    public Task<string> Leaving => _leaving.Task;

    /// <summary>Serves until the connection ends.</summary>
    public async Task RunAsync(Uri address, CancellationToken stop)
    {
        // a half-open connection answers no ping: it is given up instead of staying deaf for hours
        using var socket = new ClientWebSocket
        {
            Options =
            {
                KeepAliveInterval = TimeSpan.FromSeconds(10),
                KeepAliveTimeout = TimeSpan.FromSeconds(5),
            },
        };
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = clock.CreateTimer(
            _ =>
            {
                if (!_hello.Task.IsCompleted)
                    silent.Cancel();
            },
            null,
            HelloWithin,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            await socket.ConnectAsync(address, silent.Token);
            while (await ReadAsync(socket, silent.Token) is { } frame)
                Take(socket, frame, silent.Token);
            Ended = "the other side closed it";
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            Ended = Why(e);
            if (!stop.IsCancellationRequested)
                LogDropped(Ended);
        }
        finally
        {
            _leaving.TrySetResult("closed");
            _hello.TrySetCanceled(CancellationToken.None);
        }
    }

    public static string Why(Exception e) =>
        e is OperationCanceledException ? $"no hello within {HelloWithin.TotalSeconds:0} s" : e.Message;

    void Take(ClientWebSocket socket, string frame, CancellationToken cancel)
    {
        if (Parse(frame) is not { } envelope)
            return;
        switch (envelope["type"]?.ToString())
        {
            case "hello":
                _hello.TrySetResult();
                break;
            case "disconnect":
                _leaving.TrySetResult(envelope["reason"]?.ToString() ?? "disconnect");
                break;
            case { } type
                when envelope["envelope_id"] is JsonValue id && envelope["payload"] is JsonObject payload:
                // not one after the other: what comes at the same time is stored in one transaction
                _ = Task.Run(
                    () => TakeAsync(socket, id.ToString(), type, payload, cancel),
                    CancellationToken.None
                );
                break;
        }
    }

    async Task TakeAsync(
        ClientWebSocket socket,
        string id,
        string type,
        JsonObject payload,
        CancellationToken cancel
    )
    {
        if (await AcknowledgementAsync(id, type, payload) is not { } answer)
            return;
        try
        {
            await _sending.WaitAsync(cancel);
            try
            {
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(answer.ToJsonString()),
                    WebSocketMessageType.Text,
                    true,
                    cancel
                );
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e)
            when (e
                    is WebSocketException
                        or OperationCanceledException
                        or IOException
                        or ObjectDisposedException
            )
        {
            // it is stored; a second copy is known by its envelope
            LogDropped($"an acknowledgement could not be sent: {e.Message}");
        }
    }

    /// <summary>Null when it could not be stored: Slack sends it again.</summary>
    async Task<JsonObject?> AcknowledgementAsync(string id, string type, JsonObject payload)
    {
        try
        {
            var answer = new JsonObject { ["envelope_id"] = id };
            if (await inbox.ReceiveAsync(type, payload, id) is { } response)
                answer["payload"] = response;
            return answer;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotTaken(e, type);
            return null;
        }
    }

    JsonObject? Parse(string frame)
    {
        try
        {
            return JsonNode.Parse(frame) as JsonObject;
        }
        catch (JsonException e)
        {
            LogDropped($"a frame that is not JSON: {e.Message}");
            return null;
        }
    }

    /// <returns>One whole message, however many frames it came in; null when the other side closes.</returns>
    static async Task<string?> ReadAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
                return null;
            }
            whole.Write(buffer, 0, part.Count);
            if (whole.Length > MostBytes)
                throw new WebSocketException($"a message of more than {MostBytes} bytes");
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
        }
    }

    [LoggerMessage(LogLevel.Information, "a socket to Slack ended: {Why}")]
    partial void LogDropped(string why);

    [LoggerMessage(LogLevel.Error, "{Type} from Slack could not be stored; it is not acknowledged")]
    partial void LogNotTaken(Exception e, string type);
}
