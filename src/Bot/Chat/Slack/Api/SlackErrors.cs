namespace ChatOps502.Bot.Chat.Slack.Api;

/// <summary>Slack's error words: what they mean and what to do.</summary>
static class SlackErrors
{
    /// <summary>Trouble of the set-up: the same message goes through once somebody mended it.</summary>
    public static bool IsSetup(string error) =>
        error
            is "invalid_auth"
                or "not_authed"
                or "token_revoked"
                or "token_expired"
                or "account_inactive"
                or "missing_scope"
                or "not_in_channel"
                or "channel_not_found"
                or "is_archived"
                or "restricted_action"
                or "no_permission"
                or "org_login_required"
                or "team_access_not_granted"
                or "ekm_access_denied";

    /// <summary>This room does not take our messages; another might.</summary>
    public static bool IsRoom(string error) =>
        error is "not_in_channel" or "channel_not_found" or "is_archived" or "restricted_action";

    /// <summary>Slack does not like what the message looks like.</summary>
    public static bool IsContent(string error) =>
        error
            is "invalid_blocks"
                or "invalid_blocks_format"
                or "msg_too_long"
                or "msg_blocks_too_long"
                or "no_text"
                or "invalid_attachments"
                or "too_many_attachments"
                or "metadata_too_large"
                or "invalid_metadata_format"
                or "invalid_metadata_schema";

    /// <summary>What we posted once is gone or closed.</summary>
    public static bool IsGone(string error) =>
        error
            is "message_not_found"
                or "cant_update_message"
                or "edit_window_closed"
                or "thread_not_found";

    /// <summary>Slack failed, and may have done it all the same.</summary>
    public static bool IsUnclear(string error) =>
        error
            is "internal_error"
                or "fatal_error"
                or "service_unavailable"
                or "request_timeout"
                or "update_failed";

    /// <summary>Asking again is no use: the app-level token or the app is refused.</summary>
    public static bool IsFatal(string error) =>
        error
            is "not_authed"
                or "invalid_auth"
                or "account_inactive"
                or "user_removed_from_team"
                or "team_disabled"
                or "token_revoked"
                or "not_allowed_token_type";

    /// <param name="needed">The scope that is missing, when Slack named it.</param>
    public static string Words(string error, string? needed = null) =>
        error switch
        {
            "invalid_auth" or "not_authed" or "token_expired" =>
                $"{error}: Slack does not know the token; copy the one under OAuth & Permissions (xoxb-...) to "
                    + "Slack:BotToken",
            "token_revoked" or "account_inactive" or "tokens_revoked" or "app_uninstalled" =>
                $"{error}: the app was removed or its token taken back; reinstall it under OAuth & Permissions "
                    + "and set Slack:BotToken anew",
            "missing_scope" =>
                $"missing_scope: the app was not granted {needed ?? "a scope it needs"}; add it under OAuth & "
                    + "Permissions, then Reinstall to Workspace (adding alone grants nothing)",
            "not_in_channel" => "not_in_channel: the bot is not in the channel; type /invite @502 there",
            "channel_not_found" =>
                "channel_not_found: no such channel, or a private one without the bot; set "
                    + "Slack:IncidentChannel to its ID, and type /invite @502 there",
            "is_archived" =>
                "is_archived: the channel is archived; set Slack:IncidentChannel to another one",
            "restricted_action" =>
                "restricted_action: the workspace lets only some people post in this channel; change the "
                    + "channel's posting permissions",
            "ratelimited" => "ratelimited: Slack asks for patience",
            "not_allowed_token_type" =>
                "not_allowed_token_type: this is not the kind of token Slack wants here; xoxb-... is "
                    + "Slack:BotToken, xapp-... is Slack:AppToken",
            "timeout" or "unreachable" =>
                $"{error}: Slack cannot be reached; is there a proxy between (HTTPS_PROXY)?",
            _ when error.StartsWith("http_5") => $"{error}: Slack has trouble of its own",
            _ => error,
        };
}
