using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>The incident channel's ID: as configured, or looked up once by its name.</summary>
sealed class SlackChannels(SlackApi api, Settings settings)
{
    string? _found;

    /// <summary>An ID is upper case, a name never is.</summary>
    public static bool IsId(string channel) => channel.Length > 1 && (channel[0] is 'C' or 'G' or 'D');

    /// <returns>The ID; the name as configured when the app may not look it up.</returns>
    /// <exception cref="DeliveryException">Slack does not say right now.</exception>
    public async Task<string> IncidentChannelAsync(CancellationToken cancel)
    {
        var configured = settings.Slack.IncidentChannel;
        if (IsId(configured))
            return configured;
        return (_found ??= await FindAsync(configured.TrimStart('#'), cancel)) ?? configured;
    }

    async Task<string?> FindAsync(string name, CancellationToken cancel)
    {
        var cursor = "";
        do
        {
            var page = await api.CallAsync(
                "conversations.list",
                cancel,
                [
                    ("types", "public_channel,private_channel"),
                    ("exclude_archived", "true"),
                    ("limit", "500"),
                    ("cursor", cursor.Length > 0 ? cursor : null),
                ]
            );
            if (page.IsWorthRepeating)
                throw new DeliveryException(
                    $"{page.Words}, so the ID of {name} is not known yet",
                    page.RetryAfter,
                    uncertain: true
                );
            if (
                page.Body["channels"] is JsonArray channels
                && channels.OfType<JsonObject>().FirstOrDefault(c => c["name"]?.ToString() == name)
                    is { } found
            )
                return found["id"]?.ToString();
            cursor = page.Body["response_metadata"]?["next_cursor"]?.ToString() ?? "";
        } while (cursor.Length > 0);
        return null;
    }
}
