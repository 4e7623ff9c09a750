using System.Text.Json.Nodes;

namespace ChatOps502.Bot.Chat.Slack.Api;

/// <summary>What a call to Slack came to.</summary>
/// <param name="Error">Slack's word, for example channel_not_found; ours are http_503, timeout, unreachable and
/// bad_answer. "" when it went well.</param>
/// <param name="RetryAfter">How long Slack wants us to wait.</param>
/// <param name="Uncertain">Whether it may have been done all the same.</param>
sealed record SlackAnswer(
    JsonObject Body,
    string Error,
    TimeSpan? RetryAfter = null,
    bool Uncertain = false
)
{
    public bool Ok => Error.Length == 0;

    /// <summary>Trouble that may be over in a moment.</summary>
    public bool IsPassing =>
        !Ok
        && (
            Uncertain
            || RetryAfter <= TimeSpan.FromSeconds(2)
            || Error == "unreachable"
            || Error.StartsWith("http_5")
        );

    /// <summary>Whether the same call may go well later: passing trouble, or a wait that Slack named.</summary>
    public bool IsWorthRepeating => IsPassing || RetryAfter is not null;

    /// <summary>What the token may, as far as the answer says; null when it does not.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    public string? this[string name] =>
        Body[name] is JsonValue v && v.TryGetValue<string>(out var s) ? s : null;

    /// <summary>Slack's word with its details, for people.</summary>
    public string Words =>
        SlackErrors.Words(Error, this["needed"])
        + (
            (Body["response_metadata"] as JsonObject)?["messages"] is JsonArray { Count: > 0 } details
                ? $" ({string.Join("; ", details)})"
                : ""
        );

    public static SlackAnswer Failed(string error, bool uncertain = false, TimeSpan? retryAfter = null) =>
        new([], error, retryAfter, uncertain);
}
