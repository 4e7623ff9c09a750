using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Chat.Slack.Setup;

/// <summary>
/// What "From a manifest" at api.slack.com/apps wants: the app as this configuration needs it. Socket Mode, unless only
/// a signing secret is set.
/// </summary>
static class SlackManifest
{
    static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static bool IsHttp(Settings settings) =>
        settings.Slack.PublicUrl.Length > 0 && !settings.Slack.UsesSockets;

    public static string Of(Settings settings)
    {
        var url = IsHttp(settings) ? settings.Slack.PublicUrl.TrimEnd('/') : null;
        return new JsonObject
        {
            ["_metadata"] = new JsonObject { ["major_version"] = 2, ["minor_version"] = 1 },
            ["display_information"] = new JsonObject
            {
                ["name"] = "ChatOps502",
                ["description"] = "Finds the true cause of nginx's 502 and mends it with you",
                ["background_color"] = "#1f2937",
            },
            ["features"] = new JsonObject
            {
                ["app_home"] = new JsonObject
                {
                    ["home_tab_enabled"] = true,
                    ["messages_tab_enabled"] = true,
                    ["messages_tab_read_only_enabled"] = false,
                },
                ["bot_user"] = new JsonObject { ["display_name"] = "502", ["always_online"] = true },
                ["shortcuts"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "Add to timeline",
                        ["type"] = "message",
                        ["callback_id"] = IncomingReader.Shortcut,
                        ["description"] = "Keep this message for the post-mortem",
                    }
                ),
                ["slash_commands"] = new JsonArray(
                    With(
                        new()
                        {
                            ["command"] = "/502",
                            ["description"] = "Check hosts, fix 502s, keep the timeline",
                            ["usage_hint"] = "check web-01 | help",
                            ["should_escape"] = true,
                        },
                        "url",
                        url,
                        "/slack/commands"
                    )
                ),
            },
            ["oauth_config"] = new JsonObject
            {
                ["scopes"] = new JsonObject
                {
                    ["bot"] = new JsonArray([
                        .. SlackScopes.Needed(settings).Select(s => (JsonNode)s.Scope),
                    ]),
                },
            },
            ["settings"] = new JsonObject
            {
                ["event_subscriptions"] = With(
                    new()
                    {
                        ["bot_events"] = new JsonArray(
                            "app_home_opened",
                            "app_mention",
                            "app_uninstalled",
                            "message.channels",
                            "message.groups",
                            "message.im",
                            "reaction_added",
                            "reaction_removed",
                            "tokens_revoked"
                        ),
                    },
                    "request_url",
                    url,
                    "/slack/events"
                ),
                ["interactivity"] = With(
                    new() { ["is_enabled"] = true },
                    "request_url",
                    url,
                    "/slack/interactions"
                ),
                ["org_deploy_enabled"] = false,
                ["socket_mode_enabled"] = url is null,
                ["token_rotation_enabled"] = false,
            },
        }.ToJsonString(Readable);
    }

    static JsonObject With(JsonObject node, string name, string? url, string path)
    {
        if (url is not null)
            node[name] = url + path;
        return node;
    }
}
