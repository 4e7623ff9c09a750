using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Chat.Slack.Api;

/// <summary>Slack's Web API: https://docs.slack.dev/apis/web-api. What can go wrong comes back as a value.</summary>
public sealed class SlackApi(SlackSettings settings, HttpClient http, TimeProvider clock)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15),
        Shortest = TimeSpan.FromSeconds(1);
    const int Tries = 3;

    // what may be said twice without harm is tried again at once
    static readonly HashSet<string> Repeatable =
    [
        "auth.test",
        "chat.update",
        "chat.getPermalink",
        "conversations.history",
        "conversations.list",
        "conversations.replies",
        "files.getUploadURLExternal",
        "usergroups.users.list",
        "users.info",
        "views.publish",
    ];

    readonly Uri _base = new(settings.ApiUrl.TrimEnd('/') + "/");
    readonly ConcurrentDictionary<string, DateTimeOffset> _until = new();

    /// <param name="arguments">Objects and lists as JSON text; null values are left out.</param>
    /// <param name="token">null: the bot's.</param>
    internal async Task<SlackAnswer> CallAsync(
        string method,
        CancellationToken cancel,
        IReadOnlyList<(string Name, string? Value)>? arguments = null,
        string? token = null
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await OnceAsync(method, cancel, arguments, token);
            if (attempt == Tries || !Repeatable.Contains(method) || !answer.IsPassing)
                return answer;
            await Task.Delay(
                answer.RetryAfter ?? TimeSpan.FromMilliseconds(200 * attempt),
                clock,
                cancel
            );
        }
    }

    async Task<SlackAnswer> OnceAsync(
        string method,
        CancellationToken cancel,
        IReadOnlyList<(string Name, string? Value)>? arguments,
        string? token
    )
    {
        token ??= settings.BotToken;
        if (token.Length == 0)
            return SlackAnswer.Failed("not_authed");
        if (_until.TryGetValue(method, out var until) && until - clock.GetUtcNow() is { Ticks: > 0 } left)
            return SlackAnswer.Failed("ratelimited", retryAfter: left);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_base, method))
        {
            Headers = { Authorization = new("Bearer", token) },
            Content = new FormUrlEncodedContent(
                (arguments ?? [])
                    .Where(a => a.Value is not null)
                    .Select(a => KeyValuePair.Create(a.Name, a.Value!))
            ),
        };
        var answer = await SendAsync(request, cancel);
        if (answer is { RetryAfter: { } wait })
            _until[method] = clock.GetUtcNow() + wait;
        return answer;
    }

    /// <summary>The bytes of a file, to where Slack wants them.</summary>
    internal async Task<SlackAnswer> UploadAsync(string address, byte[] content, CancellationToken cancel)
    {
        if (!IsOurs(address))
            return SlackAnswer.Failed("upload_host_is_not_slack");
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(content)
            {
                Headers = { ContentType = new("application/octet-stream") },
            },
        };
        return await SendAsync(request, cancel, plain: true);
    }

    /// <summary>To a response_url: it came with a payload, so it is only followed to Slack.</summary>
    internal async Task<SlackAnswer> RespondAsync(
        string address,
        JsonObject message,
        CancellationToken cancel
    )
    {
        if (!IsOurs(address))
            return SlackAnswer.Failed("response_host_is_not_slack");
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(
                message.ToJsonString(),
                MediaTypeHeaderValue.Parse("application/json; charset=utf-8")
            ),
        };
        return await SendAsync(request, cancel, plain: true);
    }

    /// <summary>Slack's own hosts over https, or the host of Slack:ApiUrl.</summary>
    internal bool IsOurs(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
            return false;
        if (
            uri.Scheme == _base.Scheme
            && (uri.Port == _base.Port && uri.Host == _base.Host || uri.IsLoopback && _base.IsLoopback)
        )
            return true;
        return uri.Scheme == Uri.UriSchemeHttps
            && uri.IsDefaultPort
            && (
                uri.Host == "slack.com"
                || uri.Host.EndsWith(".slack.com", StringComparison.OrdinalIgnoreCase)
            );
    }

    async Task<SlackAnswer> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancel,
        bool plain = false
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.SendAsync(request, patience.Token);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                return SlackAnswer.Failed("ratelimited", retryAfter: Wait(answer));
            if ((int)answer.StatusCode >= 500)
                return SlackAnswer.Failed($"http_{(int)answer.StatusCode}", uncertain: true);
            if (plain && !answer.IsSuccessStatusCode)
                return SlackAnswer.Failed($"http_{(int)answer.StatusCode}: {text.Trim()}");
            return plain && !SaysNo(text) ? new([], "") : Read(text, answer);
        }
        catch (HttpRequestException e)
        {
            // before the connection stood nothing can have arrived
            return SlackAnswer.Failed(
                "unreachable",
                uncertain: e.HttpRequestError
                    is not (
                        HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                        or HttpRequestError.ProxyTunnelError
                    )
            );
        }
        catch (Exception e)
            when (e is InvalidOperationException or InvalidDataException or ArgumentException)
        {
            return SlackAnswer.Failed("bad_answer", uncertain: true); // an unknown charset, a damaged gzip
        }
        catch (Exception e)
            when (e is IOException || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return SlackAnswer.Failed("timeout", uncertain: true);
        }
    }

    /// <summary>What answers in words may still refuse in JSON.</summary>
    static bool SaysNo(string text) =>
        SlackFields.Object(text)?["ok"] is JsonValue v && v.TryGetValue<bool>(out var ok) && !ok;

    static TimeSpan? Wait(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter?.Delta is { } asked ? Longer(asked, Shortest) : TimeSpan.FromSeconds(5);

    static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    static string? ErrorIn(JsonObject body) =>
        body["error"] is JsonValue value && value.TryGetValue<string>(out var word) && word.Length > 0
            ? word
            : null;

    static SlackAnswer Read(string text, HttpResponseMessage answer)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject body)
                return SlackAnswer.Failed("bad_answer", uncertain: true);
            var ok = body["ok"] is JsonValue v && v.TryGetValue<bool>(out var b) && b;
            var error = ok ? "" : ErrorIn(body) ?? $"http_{(int)answer.StatusCode}";
            var wait = error is "ratelimited" or "rate_limited" ? Wait(answer) : null;
            return new(body, error, wait, SlackErrors.IsUnclear(error))
            {
                Scopes = answer.Headers.TryGetValues("x-oauth-scopes", out var scopes)
                    ?
                    [
                        .. string.Join(',', scopes)
                            .Split(
                                ',',
                                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                            ),
                    ]
                    : null,
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return SlackAnswer.Failed(
                answer.IsSuccessStatusCode ? "bad_answer" : $"http_{(int)answer.StatusCode}",
                uncertain: answer.IsSuccessStatusCode
            ); // a proxy's page, for example
        }
    }
}
