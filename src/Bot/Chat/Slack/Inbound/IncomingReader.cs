using System.Text.Json.Nodes;
using ChatOps502.Bot.Messages;
using static ChatOps502.Bot.Chat.Slack.Api.SlackFields;

namespace ChatOps502.Bot.Chat.Slack.Inbound;

/// <summary>
/// Reads the payloads of commands, interactions and events, which are the same over HTTP and Socket Mode.
/// </summary>
static class IncomingReader
{
    public const string Commands = "slash_commands",
        Interactions = "interactive",
        Events = "events_api",
        Shortcut = "add_to_timeline";

    /// <returns>Null for what is not meant for us or not understood; so is what nobody did.</returns>
    public static Incoming? Read(string type, JsonObject payload) =>
        Of(type, payload) is { } incoming
        && (incoming.User.Length > 0 || incoming is MessageEdited or AppRemoved)
            ? incoming
            : null;

    static Incoming? Of(string type, JsonObject payload) =>
        type switch
        {
            Commands => new SlashCommand(
                Text(payload, "user_id"),
                Text(payload, "team_id"),
                Text(payload, "user_name"),
                Text(payload, "channel_id"),
                Text(payload, "text"),
                Text(payload, "response_url")
            ),
            Interactions => Interaction(payload),
            Events when payload["event"] is JsonObject e => Event(
                e,
                First(Text(e, "user_team"), Text(payload, "team_id")),
                Bots(payload)
            ),
            _ => null,
        };

    static Incoming? Interaction(JsonObject p)
    {
        var (user, team, name) = (
            Text(p["user"], "id"),
            Team(p),
            First(Text(p["user"], "name"), Text(p["user"], "username"))
        );
        var channel = First(Text(p["channel"], "id"), Text(p["container"], "channel_id"));
        switch (Text(p, "type"))
        {
            case "block_actions" when p["actions"] is JsonArray { Count: > 0 } actions:
                return new Click(
                    user,
                    team,
                    name,
                    channel,
                    First(Text(p["message"], "ts"), Text(p["container"], "message_ts")),
                    Optional(First(Text(p["message"], "thread_ts"), Text(p["container"], "thread_ts"))),
                    ChatAction.Read(
                        Text(actions[0], "action_id").Split('-')[0],
                        Text(actions[0], "value")
                    ),
                    Text(p, "response_url"),
                    Text(p, "trigger_id")
                );
            case "view_submission" when p["view"] is JsonObject view:
                return new Submission(
                    user,
                    team,
                    name,
                    Text(view, "callback_id"),
                    Text(view, "private_metadata"),
                    Values(view)
                );
            case "message_action" when Text(p, "callback_id") == Shortcut:
                return new MessageShortcut(
                    user,
                    team,
                    name,
                    channel,
                    First(Text(p, "message_ts"), Text(p["message"], "ts")),
                    Optional(Text(p["message"], "thread_ts")),
                    new(Text(p["message"], "user"), Words(p["message"])),
                    Text(p, "response_url"),
                    Text(p, "trigger_id")
                );
            default:
                return null;
        }
    }

    /// <summary>
    /// The person's workspace and the one it happened in are the same for members of ours; where they differ, both are
    /// named, which is neither.
    /// </summary>
    static string Team(JsonObject p) =>
        (Text(p["user"], "team_id"), Text(p["team"], "id")) is var (theirs, here)
        && theirs.Length > 0
        && here.Length > 0
        && theirs != here
            ? $"{theirs} in {here}"
            : First(theirs, here);

    static Incoming? Event(JsonObject e, string team, IReadOnlyList<string> bots) =>
        Text(e, "type") switch
        {
            "app_mention" when IsPerson(e, bots) => Said(e, team),
            "message" => Message(e, team, bots),
            "reaction_added"
            or "reaction_removed"
                when Text(e, "reaction") == "pushpin" && Text(e["item"], "type") == "message" =>
                new Pushpin(
                    Text(e, "user"),
                    team,
                    Text(e["item"], "channel"),
                    Text(e["item"], "ts"),
                    Text(e, "type") == "reaction_added"
                ),
            "app_home_opened" when Text(e, "tab") is "home" or "" => new HomeOpened(
                Text(e, "user"),
                team
            ),
            "app_uninstalled" or "tokens_revoked" => new AppRemoved(team, Text(e, "type")),
            _ => null,
        };

    /// <summary>
    /// In a channel only edits matter, a mention comes as an event of its own; in a direct message everything is said
    /// to us.
    /// </summary>
    static Incoming? Message(JsonObject e, string team, IReadOnlyList<string> bots) =>
        Text(e, "subtype") switch
        {
            "message_changed"
                when e["message"] is JsonObject now
                    && Text(now, "text") != Text(e["previous_message"], "text") => new MessageEdited(
                team,
                Text(e, "channel"),
                Text(now, "ts"),
                Text(now, "text")
            ),
            "message_deleted" => new MessageEdited(
                team,
                Text(e, "channel"),
                First(Text(e, "deleted_ts"), Text(e["previous_message"], "ts")),
                null
            ),
            ""
            or "file_share"
            or "thread_broadcast" when Text(e, "channel_type") == "im" && IsPerson(e, bots) => Said(
                e,
                team
            ),
            _ => null,
        };

    static Mention Said(JsonObject e, string team) =>
        new(
            Text(e, "user"),
            team,
            Text(e, "channel"),
            Text(e, "ts"),
            Optional(Text(e, "thread_ts")),
            Text(e, "text")
        );

    static bool IsPerson(JsonObject e, IReadOnlyList<string> bots) =>
        e["bot_id"] is null
        && Text(e, "subtype") is "" or "file_share" or "thread_broadcast"
        && Text(e, "user") is { Length: > 0 } user
        && !bots.Contains(user);

    /// <summary>Our own user, as the envelope names it.</summary>
    static List<string> Bots(JsonObject payload) =>
        payload["authorizations"] is JsonArray all
            ?
            [
                .. all.OfType<JsonObject>()
                    .Where(a => a["is_bot"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
                    .Select(a => Text(a, "user_id")),
            ]
            : [];

    static Dictionary<string, string> Values(JsonObject view) =>
        (view["state"] as JsonObject)?["values"] is JsonObject blocks
            ? blocks.ToDictionary(block => block.Key, block => Entered(block.Value))
            : [];

    static string Entered(JsonNode? block) =>
        block is JsonObject { Count: > 0 } actions && actions.First().Value is JsonObject input
            ? First(Text(input, "value"), Text(input["selected_option"], "value"))
            : "";

    static string First(string a, string b) => a.Length > 0 ? a : b;

    static string? Optional(string text) => text.Length > 0 ? text : null;
}
