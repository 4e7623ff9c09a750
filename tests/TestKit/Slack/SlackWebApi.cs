using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps502.TestKit.Slack;

/// <summary>The methods of the Web API, with Slack's refusals.</summary>
public sealed class SlackWebApi(FakeSlack slack)
{
    readonly ConcurrentDictionary<string, (string Name, string Content)> _files = new();
    readonly ConcurrentDictionary<string, JsonObject> _views = new(),
        _homes = new();
    readonly ConcurrentQueue<JsonObject> _ephemerals = new();

    /// <summary>What the bot's token was granted.</summary>
    public List<string> Scopes { get; } =
    [
        "commands",
        "chat:write",
        "app_mentions:read",
        "im:history",
        "channels:history",
        "groups:history",
        "reactions:read",
        "files:write",
        "users:read",
        "channels:read",
        "groups:read",
        "usergroups:read",
    ];

    /// <summary>Channels the bot was invited to.</summary>
    public HashSet<string> Joined { get; } = [FakeSlack.Channel];

    public Dictionary<string, string> Channels { get; } =
        new() { [FakeSlack.Channel] = "incidents", [FakeSlack.Elsewhere] = "elsewhere" };

    public Dictionary<string, JsonObject> Users { get; } =
        new()
        {
            [FakeSlack.Alice] = Person(FakeSlack.Alice, "alice", "Alice Ops"),
            [FakeSlack.Bob] = Person(FakeSlack.Bob, "bob", "Bob Builder"),
            [FakeSlack.Bot] = new()
            {
                ["id"] = FakeSlack.Bot,
                ["name"] = "502",
                ["is_bot"] = true,
            },
        };

    public Dictionary<string, string[]> Groups { get; } = [];

    /// <summary>A token that is refused from now on, and with which word.</summary>
    public string? Refusal { get; set; }

    public IReadOnlyList<JsonObject> Ephemerals => [.. _ephemerals];

    /// <summary>What each user sees on the Home tab.</summary>
    public IReadOnlyDictionary<string, JsonObject> Homes => _homes;

    /// <summary>Modals by ID.</summary>
    public IReadOnlyDictionary<string, JsonObject> Views => _views;

    public static JsonObject Person(string id, string name, string real) =>
        new()
        {
            ["id"] = id,
            ["team_id"] = FakeSlack.Team,
            ["name"] = name,
            ["real_name"] = real,
            ["profile"] = new JsonObject { ["real_name"] = real, ["display_name"] = real },
        };

    public void Whisper(JsonObject message) => _ephemerals.Enqueue(message);

    public JsonObject Answer(string method, JsonObject a, string token)
    {
        var isSocket = method == "apps.connections.open";
        if (token != (isSocket ? FakeSlack.AppToken : FakeSlack.BotToken))
            return Bad(token.Length == 0 ? "not_authed" : "invalid_auth");
        if (isSocket)
            return Good(("url", slack.Sockets.Ticket()));
        if (Refusal is not null)
            return Bad(Refusal);
        string Text(string name) => a[name]?.ToString() ?? "";
        if (NeededScope(method) is { } scope && !Scopes.Contains(scope))
            return With(Bad("missing_scope"), ("needed", scope), ("provided", string.Join(',', Scopes)));
        if (method is "conversations.history" or "conversations.replies" && !IsIn(Text("channel")))
            return Bad("not_in_channel");
        return method switch
        {
            "auth.test" => Good(
                ("url", slack.Url),
                ("team", "Fake"),
                ("user", "502"),
                ("team_id", FakeSlack.Team),
                ("user_id", FakeSlack.Bot),
                ("bot_id", "B0BOT502")
            ),
            "chat.postMessage" => Post(a),
            "chat.update" => Update(a),
            "chat.delete" => slack.Messages.Delete(Text("channel"), Text("ts"))
                ? Good()
                : Bad("message_not_found"),
            "chat.postEphemeral" => Ephemeral(a),
            "chat.getPermalink" => slack.Messages.Find(Text("channel"), Text("message_ts")) is null
                ? Bad("message_not_found")
                : Good(
                    (
                        "permalink",
                        $"https://fake.slack.com/archives/{Text("channel")}/p{Text("message_ts").Replace(".", "")}"
                    )
                ),
            "conversations.history" => Page(
                slack
                    .Messages.TopLevel.Where(m => SlackMessages.Of(m, "channel") == Text("channel"))
                    .Reverse(),
                a
            ),
            "conversations.replies" => Replies(a),
            "conversations.list" => With(
                Good(),
                (
                    "channels",
                    new JsonArray([
                        .. Channels.Select(c => new JsonObject
                        {
                            ["id"] = c.Key,
                            ["name"] = c.Value,
                            ["is_member"] = Joined.Contains(c.Key),
                        }),
                    ])
                )
            ),
            "users.info" => Users.TryGetValue(Text("user"), out var user)
                ? With(Good(), ("user", user.DeepClone()))
                : Bad("user_not_found"),
            "bots.info" => With(
                Good(),
                (
                    "bot",
                    new JsonObject
                    {
                        ["id"] = "B0BOT502",
                        ["user_id"] = FakeSlack.Bot,
                        ["app_id"] = "A0FAKE",
                    }
                )
            ),
            "usergroups.users.list" => Groups.TryGetValue(Text("usergroup"), out var members)
                ? With(Good(), ("users", new JsonArray([.. members.Select(m => (JsonNode)m)])))
                : Bad("no_such_subteam"),
            "views.open" => Open(a),
            "views.publish" => Publish(a),
            "files.getUploadURLExternal" => Place(a),
            "files.completeUploadExternal" => Complete(a),
            _ => Bad("unknown_method"),
        };
    }

    bool IsIn(string channel) => channel.StartsWith('D') || Joined.Contains(channel);

    static string? NeededScope(string method) =>
        method.Split('.')[0] switch
        {
            "chat" => "chat:write",
            "files" => "files:write",
            "users" => "users:read",
            "usergroups" => "usergroups:read",
            "conversations" => method == "conversations.list" ? "channels:read" : "channels:history",
            _ => null,
        };

    JsonObject Post(JsonObject a)
    {
        var channel = a["channel"]?.ToString() ?? "";
        if (Channels.FirstOrDefault(c => "#" + c.Value == channel).Key is { } named)
            channel = named;
        if (channel.StartsWith('U'))
            channel = "D" + channel[1..];
        else if (!Channels.ContainsKey(channel))
            return Bad("channel_not_found");
        else if (!Joined.Contains(channel))
            return Bad("not_in_channel");
        if (Shape(a) is { } problem)
            return problem;
        var thread = a["thread_ts"]?.ToString();
        if (thread is not null && slack.Messages.Find(channel, thread) is not { } root)
            return Bad("thread_not_found");
        var message = new JsonObject
        {
            ["type"] = "message",
            ["channel"] = channel,
            ["user"] = FakeSlack.Bot,
            ["bot_id"] = "B0BOT502",
            ["text"] = a["text"]?.DeepClone(),
            ["blocks"] = a["blocks"]?.DeepClone(),
            ["metadata"] = a["metadata"]?.DeepClone(),
        };
        if (thread is not null)
            message["thread_ts"] = thread;
        if (a["reply_broadcast"]?.ToString() == "true")
            message["reply_broadcast"] = true;
        var ts = slack.Messages.Add(message, TimeProvider.System.GetUtcNow());
        return With(Good(("channel", channel), ("ts", ts)), ("message", message.DeepClone()));
    }

    JsonObject Update(JsonObject a)
    {
        if (Shape(a) is { } problem)
            return problem;
        var changed = slack.Messages.Change(
            a["channel"]?.ToString() ?? "",
            a["ts"]?.ToString() ?? "",
            m =>
            {
                m["text"] = a["text"]?.DeepClone();
                m["blocks"] = a["blocks"]?.DeepClone();
                m["edited"] = (m["edited"]?.GetValue<int>() ?? 0) + 1;
            }
        );
        return changed
            ? Good(("channel", a["channel"]!.ToString()), ("ts", a["ts"]!.ToString()))
            : Bad("message_not_found");
    }

    JsonObject Ephemeral(JsonObject a)
    {
        if (!IsIn(a["channel"]?.ToString() ?? ""))
            return Bad("not_in_channel");
        if (Shape(a) is { } problem)
            return problem;
        Whisper(a.DeepClone().AsObject());
        return Good(("message_ts", "1.1"));
    }

    /// <summary>What Slack refuses for its shape; and what of ours it would, is remembered.</summary>
    JsonObject? Shape(JsonObject a)
    {
        var blocks = a["blocks"] as JsonArray ?? [];
        if ((a["text"]?.ToString() ?? "").Length == 0)
            return Refuse("no_text", "a message without text");
        if (a["text"]!.ToString().Length > 40_000)
            return Refuse("msg_too_long", "text of more than 40,000 characters");
        return BlockKitRules.Problems(blocks, 50) is [var first, ..]
            ? Refuse("invalid_blocks", first)
            : null;
    }

    JsonObject Refuse(string error, string why)
    {
        slack.Violations.Enqueue(why);
        return With(
            Bad(error),
            ("response_metadata", new JsonObject { ["messages"] = new JsonArray("[ERROR] " + why) })
        );
    }

    JsonObject Replies(JsonObject a)
    {
        var (channel, ts) = (a["channel"]?.ToString() ?? "", a["ts"]?.ToString() ?? "");
        if (slack.Messages.Find(channel, ts) is not { } message)
            return Bad("thread_not_found");
        var root = message["thread_ts"]?.ToString() ?? ts;
        return Page(
            slack.Messages.All.Where(m =>
                SlackMessages.Of(m, "channel") == channel
                && (SlackMessages.Of(m, "ts") == root || SlackMessages.Of(m, "thread_ts") == root)
            ),
            a
        );
    }

    static JsonObject Page(IEnumerable<JsonObject> messages, JsonObject a)
    {
        var (oldest, latest, limit, from) = (
            Number(a, "oldest", 0),
            Number(a, "latest", decimal.MaxValue),
            (int)Number(a, "limit", 100),
            (int)Number(a, "cursor", 0)
        );
        var fitting = messages
            .Where(m =>
                decimal.Parse(SlackMessages.Of(m, "ts"), CultureInfo.InvariantCulture) is var ts
                && ts >= oldest
                && ts <= latest
            )
            .ToList();
        if (a["include_all_metadata"]?.ToString() != "true")
            fitting.ForEach(m => m.Remove("metadata"));
        var more = fitting.Count > from + limit;
        return With(
            Good(),
            ("messages", new JsonArray([.. fitting.Skip(from).Take(limit)])),
            ("has_more", more),
            ("response_metadata", new JsonObject { ["next_cursor"] = more ? $"{from + limit}" : "" })
        );
    }

    static decimal Number(JsonObject a, string name, decimal otherwise) =>
        decimal.TryParse(a[name]?.ToString(), CultureInfo.InvariantCulture, out var n) ? n : otherwise;

    JsonObject Open(JsonObject a)
    {
        if (slack.People.UseTrigger(a["trigger_id"]?.ToString() ?? "") is { } refusal)
            return Bad(refusal);
        var view = a["view"]!.DeepClone().AsObject();
        foreach (var problem in BlockKitRules.ViewProblems(view))
            return Refuse("invalid_arguments", problem);
        var id = "V" + Guid.NewGuid().ToString("N")[..10].ToUpperInvariant();
        view["id"] = id;
        _views[id] = view;
        return With(Good(), ("view", view.DeepClone()));
    }

    JsonObject Publish(JsonObject a)
    {
        var view = a["view"]!.DeepClone().AsObject();
        foreach (var problem in BlockKitRules.ViewProblems(view))
            return Refuse("invalid_arguments", problem);
        _homes[a["user_id"]!.ToString()] = view;
        return Good();
    }

    JsonObject Place(JsonObject a)
    {
        if (Number(a, "length", 0) <= 0)
            return Bad("invalid_arguments");
        var id = "F" + Guid.NewGuid().ToString("N")[..10].ToUpperInvariant();
        _files[id] = (a["filename"]!.ToString(), "");
        return Good(("upload_url", $"{slack.Url}/upload/{id}"), ("file_id", id));
    }

    public async Task UploadAsync(string id, HttpContext http)
    {
        // raw or as a form with one file
        await using var body = http.Request.HasFormContentType
            ? (await http.Request.ReadFormAsync()).Files[0].OpenReadStream()
            : http.Request.Body;
        using var reader = new StreamReader(body, Encoding.UTF8);
        var content = await reader.ReadToEndAsync();
        _files[id] = (_files[id].Name, content);
        await http.Response.WriteAsync($"OK - {content.Length}");
    }

    JsonObject Complete(JsonObject a)
    {
        var files = a["files"]!.AsArray();
        var shared = new JsonArray([
            .. files.Select(f => new JsonObject
            {
                ["id"] = f!["id"]!.ToString(),
                ["name"] = _files[f["id"]!.ToString()].Name,
                ["title"] = f["title"]?.ToString(),
                ["content"] = _files[f["id"]!.ToString()].Content,
            }),
        ]);
        var message = new JsonObject
        {
            ["type"] = "message",
            ["channel"] = a["channel_id"]?.ToString(),
            ["user"] = FakeSlack.Bot,
            ["text"] = "",
            ["files"] = shared,
        };
        if (a["thread_ts"] is { } thread)
            message["thread_ts"] = thread.ToString();
        slack.Messages.Add(message, TimeProvider.System.GetUtcNow());
        return Good();
    }

    static JsonObject Good(params (string Name, string Value)[] fields) =>
        With(new() { ["ok"] = true }, [.. fields.Select(f => (f.Name, (JsonNode)f.Value))]);

    static JsonObject Bad(string error) => new() { ["ok"] = false, ["error"] = error };

    static JsonObject With(JsonObject node, params (string Name, JsonNode Value)[] fields)
    {
        foreach (var (name, value) in fields)
            node[name] = value;
        return node;
    }
}
