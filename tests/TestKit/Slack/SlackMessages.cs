using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOps502.TestKit.Slack;

/// <summary>What stands in the channels of the fake Slack.</summary>
public sealed class SlackMessages
{
    readonly Lock _lock = new();
    readonly List<JsonObject> _all = [];
    long _last;

    /// <summary>All of them, oldest first, as Slack would show them.</summary>
    public IReadOnlyList<JsonObject> All
    {
        get
        {
            lock (_lock)
                return [.. _all.Select(m => m.DeepClone().AsObject())];
        }
    }

    public IReadOnlyList<JsonObject> Thread(string ts) =>
        [.. All.Where(m => Of(m, "thread_ts") == ts && Of(m, "ts") != ts)];

    public IReadOnlyList<JsonObject> TopLevel =>
        [.. All.Where(m => Of(m, "thread_ts") is "" || Of(m, "thread_ts") == Of(m, "ts"))];

    /// <summary>A message as JSON that people and tests can read: nothing is escaped that need not be.</summary>
    public static string Json(JsonNode message) => message.ToJsonString(Readable);

    static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(JsonNode? message, string name) => message?[name]?.ToString() ?? "";

    /// <returns>The message's ts: unique, and later than every one before.</returns>
    public string Add(JsonObject message, DateTimeOffset now)
    {
        lock (_lock)
        {
            _last = Math.Max(_last + 1, now.ToUnixTimeMilliseconds() * 1000);
            var ts = $"{_last / 1_000_000}.{_last % 1_000_000:000000}";
            message["ts"] = ts;
            _all.Add(message);
            return ts;
        }
    }

    public JsonObject? Find(string channel, string ts) =>
        All.FirstOrDefault(m => Of(m, "channel") == channel && Of(m, "ts") == ts);

    public bool Change(string channel, string ts, Action<JsonObject> change)
    {
        lock (_lock)
        {
            if (_all.Find(m => Of(m, "channel") == channel && Of(m, "ts") == ts) is not { } message)
                return false;
            change(message);
            return true;
        }
    }

    public bool Delete(string channel, string ts)
    {
        lock (_lock)
            return _all.RemoveAll(m => Of(m, "channel") == channel && Of(m, "ts") == ts) > 0;
    }
}
