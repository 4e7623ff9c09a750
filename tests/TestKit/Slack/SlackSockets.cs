using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps502.TestKit.Slack;

/// <summary>
/// Socket Mode from Slack's side: tickets for one connection each, hello, envelopes to any one of the sockets,
/// acknowledgements, disconnects.
/// </summary>
public sealed class SlackSockets(FakeSlack slack) : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, bool> _tickets = new();
    readonly ConcurrentDictionary<WebSocket, SemaphoreSlim> _open = new();
    readonly ConcurrentDictionary<
        string,
        (WebSocket Socket, TaskCompletionSource<JsonObject> Answer)
    > _waiting = new();
    readonly CancellationTokenSource _closing = new();
    int _next;

    public int Open => _open.Count;

    /// <summary>How many there were in all.</summary>
    public int Greeted { get; private set; }

    /// <summary>Acknowledgements that came on another socket than their envelope; must stay 0.</summary>
    public int OnWrongSocket { get; private set; }

    /// <summary>Cuts every message into frames of this many bytes.</summary>
    public int FrameBytes { get; set; } = int.MaxValue;

    /// <summary>As behind a proxy that lets no socket through.</summary>
    public bool Shut { get; set; }

    public string Ticket()
    {
        var ticket = Guid.NewGuid().ToString("N");
        _tickets[ticket] = true;
        return $"{slack.Url.Replace("http:", "ws:")}/link/?ticket={ticket}&app_id=A0FAKE";
    }

    public async Task ServeAsync(HttpContext http)
    {
        if (
            !http.WebSockets.IsWebSocketRequest
            || !_tickets.TryRemove(http.Request.Query["ticket"].ToString(), out _)
        )
        {
            http.Response.StatusCode = 408;
            return;
        }
        if (Shut)
        {
            http.Response.StatusCode = 403;
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var sending = new SemaphoreSlim(1);
        _open[socket] = sending;
        Greeted++;
        try
        {
            await SendAsync(
                socket,
                sending,
                new()
                {
                    ["type"] = "hello",
                    ["num_connections"] = Open,
                    ["connection_info"] = new JsonObject { ["app_id"] = "A0FAKE" },
                    ["debug_info"] = new JsonObject
                    {
                        ["host"] = "applink-1",
                        ["approximate_connection_time"] = 18060,
                    },
                }
            );
            await ReadAsync(socket);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        { /* cut */
        }
        finally
        {
            _open.TryRemove(socket, out _);
        }
    }

    /// <summary>Sends to the next socket in turn.</summary>
    /// <returns>The acknowledgement, and how long it took.</returns>
    public async Task<(JsonObject Answer, TimeSpan After)> DeliverAsync(
        string type,
        JsonObject payload,
        bool acceptsResponse,
        string? envelope = null
    )
    {
        envelope ??= Guid.NewGuid().ToString();
        for (var attempt = 0; ; attempt++)
        {
            var open = _open.ToList();
            if (open.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
                continue;
            }
            var (socket, sending) = open[Interlocked.Increment(ref _next) % open.Count];
            var answer = new TaskCompletionSource<JsonObject>(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            _waiting[envelope] = (socket, answer);
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await SendAsync(
                    socket,
                    sending,
                    new()
                    {
                        ["envelope_id"] = envelope,
                        ["type"] = type,
                        ["accepts_response_payload"] = acceptsResponse,
                        ["retry_attempt"] = attempt,
                        ["payload"] = payload.DeepClone(),
                    }
                );
                return (
                    await answer.Task.WaitAsync(TimeSpan.FromSeconds(3)),
                    Stopwatch.GetElapsedTime(begun)
                );
            }
            catch (Exception e)
                when (e
                        is WebSocketException
                            or TimeoutException
                            or ObjectDisposedException
                            or OperationCanceledException
                )
            {
                if (attempt >= 10)
                    throw; // Slack does this for events only; for the rest the test asks what a lost socket does
            }
        }
    }

    /// <summary>Tells a socket to go, as Slack does every few hours.</summary>
    public async Task DisconnectAsync(string reason)
    {
        foreach (var (socket, sending) in _open.Take(1).ToList())
            await SendAsync(
                socket,
                sending,
                new()
                {
                    ["type"] = "disconnect",
                    ["reason"] = reason,
                    ["debug_info"] = new JsonObject { ["host"] = "applink-1" },
                }
            );
    }

    /// <summary>Cuts sockets without a word.</summary>
    public void Cut(int count = int.MaxValue)
    {
        foreach (var socket in _open.Keys.Take(count).ToList())
        {
            _open.TryRemove(socket, out _);
            socket.Abort();
        }
    }

    async Task SendAsync(WebSocket socket, SemaphoreSlim sending, JsonObject message)
    {
        var bytes = Encoding.UTF8.GetBytes(message.ToJsonString());
        await sending.WaitAsync();
        try
        {
            for (var at = 0; at < bytes.Length; at += Math.Min(FrameBytes, bytes.Length))
            {
                var length = Math.Min(FrameBytes, bytes.Length - at);
                await socket.SendAsync(
                    bytes.AsMemory(at, length),
                    WebSocketMessageType.Text,
                    at + length == bytes.Length,
                    _closing.Token
                );
            }
        }
        finally
        {
            sending.Release();
        }
    }

    async Task ReadAsync(WebSocket socket)
    {
        var buffer = new byte[64 << 10];
        while (socket.State == WebSocketState.Open)
        {
            using var whole = new MemoryStream();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                whole.Write(buffer, 0, part.Count);
            } while (!part.EndOfMessage && part.MessageType != WebSocketMessageType.Close);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _closing.Token);
                return;
            }
            var answer = JsonNode.Parse(whole.ToArray())!.AsObject();
            if (!_waiting.TryRemove(answer["envelope_id"]?.ToString() ?? "", out var waiting))
                continue;
            if (!ReferenceEquals(waiting.Socket, socket))
                OnWrongSocket++;
            waiting.Answer.TrySetResult(answer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Cut();
    }
}
