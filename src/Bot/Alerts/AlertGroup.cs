using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatOps502.Bot.Alerts;

/// <summary>One alert of a notification.</summary>
public sealed record Alert(
    string Status,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    DateTimeOffset StartsAt
)
{
    public string Name => Labels.GetValueOrDefault("alertname", "");

    /// <summary>The label that names the machine.</summary>
    public string? Instance =>
        Labels.GetValueOrDefault("instance")
        ?? Labels.GetValueOrDefault("host")
        ?? Labels.GetValueOrDefault("nodename");
}

/// <summary>
/// A notification of Alertmanager (webhook version 4), reduced to what is used. Loose JSON becomes this once, at the
/// edge.
/// </summary>
public sealed record AlertGroup(
    string GroupKey,
    string Status,
    IReadOnlyList<Alert> Alerts,
    string Summary,
    string Severity,
    string Name
)
{
    /// <summary>
    /// What all its alerts have in common: a silence for these labels covers this group and nothing beside it.
    /// </summary>
    public IReadOnlyDictionary<string, string> CommonLabels { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Where Alertmanager says it can be reached; "" when it does not.</summary>
    public string ExternalUrl { get; init; } = "";

    public bool IsResolved => Status == "resolved";

    /// <summary>
    /// The same for every repetition and retry of one notification; another when an alert joins, leaves or starts
    /// again.
    /// </summary>
    public string DedupeKey
    {
        get
        {
            var alerts = Alerts.Select(KeyOf).Order();
            return Convert.ToHexStringLower(
                SHA256.HashData(
                    Encoding.UTF8.GetBytes($"{GroupKey}\n{Status}\n{string.Join('\n', alerts)}")
                )
            );
        }
    }

    /// <summary>
    /// With the length before each part: a label that holds another one's marks is still another label.
    /// </summary>
    static string KeyOf(Alert alert)
    {
        var labels = alert.Labels.OrderBy(l => l.Key).Select(l => Part(l.Key) + Part(l.Value));
        return $"{alert.Status} {alert.StartsAt.UtcTicks} {string.Concat(labels)}";
    }

    static string Part(string text) => $"{text.Length}:{text}";

    /// <summary>Null when it has the shape of Alertmanager's webhook; else what it lacks.</summary>
    static string? ProblemOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return "the body must be a JSON object as Alertmanager's webhook sends it";
        if (Text(root, "version") is not "4")
        {
            var version = root.TryGetProperty("version", out var given) ? given.GetRawText() : "missing";
            return $"version is {version}; Alertmanager's webhook version \"4\" is understood";
        }
        if (Text(root, "status") is not ("firing" or "resolved"))
            return "status must be firing or resolved";
        if (!root.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
            return "alerts must be a list";
        if (alerts.GetArrayLength() == 0)
            return "alerts is empty";
        var areObjects = alerts.EnumerateArray().All(alert => alert.ValueKind == JsonValueKind.Object);
        return areObjects ? null : "every entry of alerts must be an object";
    }

    /// <returns>The group, or what is wrong with the body in words for its sender.</returns>
    public static (AlertGroup? Group, string? Problem) Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 32 });
            var root = document.RootElement;
            if (ProblemOf(root) is { } problem)
                return (null, problem);
            var list = root.GetProperty("alerts").EnumerateArray().Select(One).ToList();
            var common = Map(root, "commonLabels");
            var notes = Map(root, "commonAnnotations");
            var name = common.GetValueOrDefault("alertname") ?? list[0].Name;
            if (name.Length == 0)
                return (null, "no alert has the label alertname");
            var key = Text(root, "groupKey") is { Length: > 0 } k
                ? k
                : "{}:"
                    + string.Join(',', Map(root, "groupLabels").Select(l => $"{l.Key}={l.Value}"))
                    + name;
            return (
                new(
                    key,
                    Text(root, "status")!,
                    list,
                    notes.GetValueOrDefault("summary")
                        ?? list[0].Annotations.GetValueOrDefault("summary")
                        ?? name,
                    common.GetValueOrDefault("severity")
                        ?? list[0].Labels.GetValueOrDefault("severity")
                        ?? "unknown",
                    name
                )
                {
                    CommonLabels = common,
                    ExternalUrl = Text(root, "externalURL") ?? "",
                },
                null
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, $"not valid JSON: {e.Message}"); // a lone surrogate is found only when the text is taken out
        }
    }

    static Alert One(JsonElement alert) =>
        new(
            Text(alert, "status") ?? "firing",
            Map(alert, "labels"),
            Map(alert, "annotations"),
            DateTimeOffset.TryParse(
                Text(alert, "startsAt"),
                null,
                DateTimeStyles.AssumeUniversal,
                out var t
            )
                ? t
                : DateTimeOffset.UnixEpoch
        );

    static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String
            ? v.GetString()
            : null;

    static Dictionary<string, string> Map(JsonElement element, string name) =>
        element.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject()
                .GroupBy(p => p.Name)
                .ToDictionary(p => p.Key, p => Plain(p.Last().Value))
            : [];

    static string Plain(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
