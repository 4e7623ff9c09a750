using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Inbound;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatOps502.TestKit.Slack;

/// <summary>People who type, click and pin; delivered to the bot as Slack would, by socket or by signed HTTP.</summary>
public sealed class SlackPeopleAct(FakeSlack slack)
{
    readonly ConcurrentDictionary<string, long> _triggers = new();
    readonly ConcurrentDictionary<string, (long Made, int Uses, string User, string Channel)> _responses =
        new();
    readonly HttpClient _http = new();

    /// <summary>Where the bot takes signed HTTP; null: Socket Mode.</summary>
    public string? BotUrl { get; set; }

    /// <summary>The workspace they write from.</summary>
    public string Team { get; set; } = FakeSlack.Team;

    /// <summary>How long the acknowledgements took.</summary>
    public ConcurrentQueue<TimeSpan> Acknowledged { get; } = new();

    /// <param name="answerTo">The response_url; null for one that works.</param>
    public Task<JsonObject?> CommandAsync(
        string text,
        string user = FakeSlack.Alice,
        string channel = FakeSlack.Channel,
        string? answerTo = null
    ) =>
        SendAsync(
            "slash_commands",
            new()
            {
                ["token"] = "dead",
                ["team_id"] = Team,
                ["team_domain"] = "fake",
                ["channel_id"] = channel,
                ["channel_name"] = "incidents",
                ["user_id"] = user,
                ["user_name"] = user.ToLowerInvariant(),
                ["command"] = "/502",
                ["text"] = text,
                ["api_app_id"] = "A0FAKE",
                ["is_enterprise_install"] = "false",
                ["response_url"] = answerTo ?? ResponseUrl(user, channel),
                ["trigger_id"] = Trigger(),
            }
        );

    /// <param name="action">The beginning of the button's action ID, for example "approve".</param>
    public Task<JsonObject?> ClickAsync(
        JsonObject message,
        string action,
        string user = FakeSlack.Alice,
        string? value = null
    )
    {
        var button = Buttons(message)
            .FirstOrDefault(b =>
                b["action_id"]!.ToString().StartsWith(action)
                && (value is null || b["value"]!.ToString().StartsWith(value))
            );
        Assert.True(button is not null, $"no button {action} {value} on {message.ToJsonString()}");
        return SendAsync("interactive", Clicked(message, button!, user));
    }

    public JsonObject Clicked(JsonObject message, JsonObject button, string user)
    {
        var channel = SlackMessages.Of(message, "channel");
        var container = new JsonObject
        {
            ["type"] = "message",
            ["message_ts"] = SlackMessages.Of(message, "ts"),
            ["channel_id"] = channel,
            ["is_ephemeral"] = false,
        };
        if (message["thread_ts"] is { } thread)
            container["thread_ts"] = thread.ToString();
        return new()
        {
            ["type"] = "block_actions",
            ["api_app_id"] = "A0FAKE",
            ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "fake" },
            ["user"] = new JsonObject
            {
                ["id"] = user,
                ["username"] = user.ToLowerInvariant(),
                ["name"] = user.ToLowerInvariant(),
                ["team_id"] = FakeSlack.Team,
            },
            ["trigger_id"] = Trigger(),
            ["container"] = container,
            ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "incidents" },
            ["message"] = message.DeepClone(),
            ["state"] = new JsonObject { ["values"] = new JsonObject() },
            ["response_url"] = ResponseUrl(user, channel),
            ["actions"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "button",
                    ["block_id"] = "b",
                    ["action_id"] = button["action_id"]!.ToString(),
                    ["value"] = button["value"]?.ToString(),
                    ["text"] = button["text"]?.DeepClone(),
                    ["action_ts"] = Now(),
                }
            ),
        };
    }

    /// <summary>Fills a modal in and sends it.</summary>
    /// <returns>What the acknowledgement carried, for example errors.</returns>
    public Task<JsonObject?> SubmitAsync(
        JsonObject view,
        string user,
        params (string Block, string Value)[] values
    ) =>
        SendAsync(
            "interactive",
            new()
            {
                ["type"] = "view_submission",
                ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "fake" },
                ["user"] = new JsonObject { ["id"] = user, ["name"] = user.ToLowerInvariant() },
                ["api_app_id"] = "A0FAKE",
                ["trigger_id"] = Trigger(),
                ["response_urls"] = new JsonArray(),
                ["view"] = new JsonObject
                {
                    ["id"] = view["id"]!.ToString(),
                    ["type"] = "modal",
                    ["callback_id"] = view["callback_id"]!.ToString(),
                    ["private_metadata"] = view["private_metadata"]?.ToString() ?? "",
                    ["hash"] = "1.a",
                    ["root_view_id"] = view["id"]!.ToString(),
                    ["blocks"] = view["blocks"]!.DeepClone(),
                    ["state"] = new JsonObject
                    {
                        ["values"] = new JsonObject(
                            Inputs(view)
                                .Select(i =>
                                    KeyValuePair.Create(
                                        i.Block,
                                        (JsonNode?)
                                            new JsonObject
                                            {
                                                [i.Action] = Entered(
                                                    i.Type,
                                                    values.FirstOrDefault(v => v.Block == i.Block).Value
                                                ),
                                            }
                                    )
                                )
                        ),
                    },
                },
            }
        );

    public Task<JsonObject?> MentionAsync(
        string text,
        string? thread = null,
        string user = FakeSlack.Alice,
        string channel = FakeSlack.Channel
    )
    {
        var message = new JsonObject
        {
            ["type"] = "message",
            ["channel"] = channel,
            ["user"] = user,
            ["text"] = $"<@{FakeSlack.Bot}> {text}",
        };
        if (thread is not null)
            message["thread_ts"] = thread;
        slack.Messages.Add(message, TimeProvider.System.GetUtcNow());
        var e = message.DeepClone().AsObject();
        e["type"] = "app_mention";
        e["event_ts"] = e["ts"]!.ToString();
        return EventAsync(e);
    }

    /// <summary>Somebody says something in a channel; no event is sent.</summary>
    public string Say(
        string text,
        string? thread = null,
        string user = FakeSlack.Bob,
        string channel = FakeSlack.Channel
    )
    {
        var message = new JsonObject
        {
            ["type"] = "message",
            ["channel"] = channel,
            ["user"] = user,
            ["text"] = text,
        };
        if (thread is not null)
            message["thread_ts"] = thread;
        return slack.Messages.Add(message, TimeProvider.System.GetUtcNow());
    }

    public Task<JsonObject?> ReactAsync(
        string ts,
        bool added = true,
        string reaction = "pushpin",
        string user = FakeSlack.Alice,
        string channel = FakeSlack.Channel
    ) =>
        EventAsync(
            new()
            {
                ["type"] = added ? "reaction_added" : "reaction_removed",
                ["user"] = user,
                ["reaction"] = reaction,
                ["item_user"] = FakeSlack.Bob,
                ["item"] = new JsonObject
                {
                    ["type"] = "message",
                    ["channel"] = channel,
                    ["ts"] = ts,
                },
                ["event_ts"] = Now(),
            }
        );

    public Task<JsonObject?> EditAsync(string ts, string text, string channel = FakeSlack.Channel)
    {
        var before = slack.Messages.Find(channel, ts)!;
        slack.Messages.Change(channel, ts, m => m["text"] = text);
        return EventAsync(
            new()
            {
                ["type"] = "message",
                ["subtype"] = "message_changed",
                ["hidden"] = true,
                ["channel"] = channel,
                ["channel_type"] = "channel",
                ["ts"] = Now(),
                ["event_ts"] = Now(),
                ["message"] = slack.Messages.Find(channel, ts),
                ["previous_message"] = before,
            }
        );
    }

    public Task<JsonObject?> EventAsync(JsonObject e, string? id = null) =>
        SendAsync("events_api", Envelope(e, id));

    public static JsonObject Envelope(JsonObject e, string? id = null) =>
        new()
        {
            ["token"] = "dead",
            ["team_id"] = FakeSlack.Team,
            ["api_app_id"] = "A0FAKE",
            ["type"] = "event_callback",
            ["event_id"] = id ?? "Ev" + Guid.NewGuid().ToString("N")[..10].ToUpperInvariant(),
            ["event_time"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["authorizations"] = new JsonArray(
                new JsonObject
                {
                    ["team_id"] = FakeSlack.Team,
                    ["user_id"] = FakeSlack.Bot,
                    ["is_bot"] = true,
                }
            ),
            ["is_ext_shared_channel"] = false,
            ["event"] = e.DeepClone(),
        };

    public Task<JsonObject?> ShortcutAsync(
        string ts,
        string callback,
        string user = FakeSlack.Alice,
        string channel = FakeSlack.Channel
    )
    {
        var message = slack.Messages.Find(channel, ts)!;
        return SendAsync(
            "interactive",
            new()
            {
                ["type"] = "message_action",
                ["callback_id"] = callback,
                ["trigger_id"] = Trigger(),
                ["team"] = new JsonObject { ["id"] = FakeSlack.Team },
                ["user"] = new JsonObject { ["id"] = user, ["name"] = user.ToLowerInvariant() },
                ["channel"] = new JsonObject { ["id"] = channel },
                ["message_ts"] = ts,
                ["message"] = message,
                ["response_url"] = ResponseUrl(user, channel),
                ["action_ts"] = Now(),
                ["api_app_id"] = "A0FAKE",
            }
        );
    }

    /// <param name="envelope">The envelope's ID, to send it a second time; null for a new one.</param>
    /// <returns>What the acknowledgement carried; null for nothing.</returns>
    public async Task<JsonObject?> SendAsync(string type, JsonObject payload, string? envelope = null)
    {
        if (BotUrl is null)
        {
            var (answer, after) = await slack.Sockets.DeliverAsync(
                type,
                payload,
                type == "slash_commands" || payload["type"]?.ToString() == "view_submission",
                envelope
            );
            Acknowledged.Enqueue(after);
            return answer["payload"] as JsonObject;
        }
        var begun = Stopwatch.GetTimestamp();
        using var response = await PostAsync(type, payload);
        Acknowledged.Enqueue(Stopwatch.GetElapsedTime(begun));
        Assert.True(
            response.IsSuccessStatusCode,
            $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}"
        );
        return await response.Content.ReadAsStringAsync() is { Length: > 0 } text && text[0] == '{'
            ? JsonNode.Parse(text)!.AsObject()
            : null;
    }

    /// <summary>As Slack posts it, signed.</summary>
    public Task<HttpResponseMessage> PostAsync(
        string type,
        JsonObject payload,
        string secret = FakeSlack.SigningSecret
    )
    {
        var (path, contentType, body) = type switch
        {
            "slash_commands" => (
                "commands",
                "application/x-www-form-urlencoded",
                string.Join(
                    '&',
                    payload.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value?.ToString() ?? "")}")
                )
            ),
            "interactive" => (
                "interactions",
                "application/x-www-form-urlencoded",
                "payload=" + Uri.EscapeDataString(payload.ToJsonString())
            ),
            _ => ("events", "application/json", payload.ToJsonString()),
        };
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, PathOf(path))
        {
            Content = new StringContent(body, new MediaTypeHeaderValue(contentType)),
        };
        request.Headers.Add("X-Slack-Request-Timestamp", at);
        request.Headers.Add(
            "X-Slack-Signature",
            SlackSignature.Of(secret, at, Encoding.UTF8.GetBytes(body))
        );
        return _http.SendAsync(request);
    }

    /// <summary>Ours has a path each; a Bolt app has one for all.</summary>
    public Func<string, string>? Route { get; set; }

    string PathOf(string path) => Route is null ? $"{BotUrl}/slack/{path}" : BotUrl + Route(path);

    public string Trigger()
    {
        var trigger = $"1.2.{Guid.NewGuid():N}";
        _triggers[trigger] = Stopwatch.GetTimestamp();
        return trigger;
    }

    /// <summary>Null when it opens a modal; Slack's word otherwise.</summary>
    public string? UseTrigger(string trigger)
    {
        if (!_triggers.TryRemove(trigger, out var made))
            return "invalid_trigger_id";
        return Stopwatch.GetElapsedTime(made) > TimeSpan.FromSeconds(3) ? "expired_trigger_id" : null;
    }

    string ResponseUrl(string user, string channel)
    {
        var id = Guid.NewGuid().ToString("N");
        _responses[id] = (Stopwatch.GetTimestamp(), 0, user, channel);
        return $"{slack.Url}/response/{id}";
    }

    public async Task RespondAsync(string id, HttpContext http)
    {
        if (slack.Faults("response_url", 0) != SlackFault.None)
        {
            http.Response.StatusCode = 503;
            return;
        }
        if (!_responses.TryGetValue(id, out var r))
        {
            http.Response.StatusCode = 404;
            return;
        }
        if (r.Uses >= 5)
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync("used_url");
            return;
        }
        if (Stopwatch.GetElapsedTime(r.Made) > TimeSpan.FromMinutes(30))
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync("expired_url");
            return;
        }
        _responses[id] = r with { Uses = r.Uses + 1 };
        var message = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        if (message["blocks"] is JsonArray blocks)
            foreach (var problem in BlockKitRules.Problems(blocks, 50))
                slack.Violations.Enqueue(problem);
        message["user"] = r.User;
        message["channel"] = r.Channel;
        slack.Api.Whisper(message);
        await http.Response.WriteAsync("ok");
    }

    public static IEnumerable<JsonObject> Buttons(JsonNode message) =>
        (message["blocks"] as JsonArray ?? [])
            .Where(b => b!["type"]!.ToString() == "actions")
            .SelectMany(b => b!["elements"]!.AsArray())
            .Select(e => e!.AsObject());

    static IEnumerable<(string Block, string Action, string Type)> Inputs(JsonObject view) =>
        view["blocks"]!
            .AsArray()
            .Where(b => b!["type"]!.ToString() == "input")
            .Select(b =>
                (
                    b!["block_id"]!.ToString(),
                    b["element"]!["action_id"]!.ToString(),
                    b["element"]!["type"]!.ToString()
                )
            );

    static JsonObject Entered(string type, string? value)
    {
        if (type != "static_select")
            return new() { ["type"] = type, ["value"] = value };
        var selected = value is null ? null : new JsonObject { ["value"] = value };
        return new() { ["type"] = type, ["selected_option"] = selected };
    }

    static string Now() =>
        $"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0:0.000000}";
}
