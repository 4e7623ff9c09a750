using System.Net.WebSockets;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Chat.Slack.Setup;

/// <summary>Proves that Slack is set up, and says what to click when it is not.</summary>
static class SlackDoctor
{
    const string Sockets = "Slack: Socket Mode";

    /// <returns>What was looked at, and what is wrong with it; null for nothing.</returns>
    public static async Task<IReadOnlyList<(string What, string? Problem)>> ExamineAsync(
        Settings settings,
        CancellationToken cancel
    )
    {
        if (!settings.Slack.IsOn)
            return [];
        using var http = SlackSetup.Http();
        var api = new SlackApi(settings.Slack, http, TimeProvider.System);
        List<(string, string?)> findings = [];
        if (settings.Slack.BotToken.Length == 0)
            findings.Add(
                (
                    "Slack: bot token",
                    "Slack:BotToken is not set: copy it under OAuth & Permissions (xoxb-...) after Install to Workspace"
                )
            );
        else
            findings.AddRange(await BotAsync(api, settings, cancel));
        findings.Add(await WayInAsync(api, settings, cancel));
        if (settings.Approvals.Approvers.Count == 0)
            findings.Add(
                (
                    "Slack: approvers are named",
                    "every member of the workspace who sees the thread may approve; name user IDs (profile, "
                        + "three dots, Copy member ID) or user groups under Approvals:Approvers"
                )
            );
        return findings;
    }

    static async Task<IReadOnlyList<(string, string?)>> BotAsync(
        SlackApi api,
        Settings settings,
        CancellationToken cancel
    )
    {
        var self = await api.CallAsync("auth.test", cancel);
        if (!self.Ok)
            return [("Slack: bot token", self.Words)];
        List<(string, string?)> findings =
        [
            ($"Slack: bot token of {self["user"]} in {self["team"]}", null),
        ];
        if (self.Scopes is { } granted)
        {
            var missing = SlackScopes.Needed(settings).Where(s => !granted.Contains(s.Scope)).ToList();
            findings.Add(
                (
                    "Slack: scopes",
                    missing.Count == 0
                        ? null
                        : $"not granted: {string.Join(", ", missing.Select(s => $"{s.Scope} ({s.For})"))}. Add "
                            + "them under OAuth & Permissions, then Reinstall to Workspace; chatops502 slack "
                            + "manifest prints them all"
                )
            );
        }
        findings.Add(
            (
                $"Slack: posting to {settings.Slack.IncidentChannel}",
                await PostingAsync(api, settings, cancel)
            )
        );
        return findings;
    }

    /// <summary>Posts a line and takes it away again: the only proof that counts.</summary>
    static async Task<string?> PostingAsync(SlackApi api, Settings settings, CancellationToken cancel)
    {
        var channel = await new SlackChannels(api, settings).IncidentChannelAsync(cancel);
        var posted = await api.CallAsync(
            "chat.postMessage",
            cancel,
            [
                ("channel", channel),
                (
                    "text",
                    "chatops502 doctor looks whether it can post here; this line goes away by itself"
                ),
            ]
        );
        if (!posted.Ok)
            return posted.Words;
        await api.CallAsync(
            "chat.delete",
            cancel,
            [("channel", posted["channel"] ?? channel), ("ts", posted["ts"])]
        );
        return null;
    }

    static async Task<(string, string?)> WayInAsync(
        SlackApi api,
        Settings settings,
        CancellationToken cancel
    )
    {
        if (!settings.Slack.UsesSockets)
            return (
                "Slack: way in",
                settings.Slack.UsesHttp
                    ? null
                    : "neither Slack:AppToken nor Slack:SigningSecret is set, so commands and buttons cannot "
                        + "arrive: make an app-level token with connections:write under Basic Information, App-Level "
                        + "Tokens"
            );
        var opened = await api.CallAsync("apps.connections.open", cancel, token: settings.Slack.AppToken);
        if (!opened.Ok)
            return (
                Sockets,
                $"{opened.Error}: switch Socket Mode on, and make Slack:AppToken (xapp-...) under Basic "
                    + "Information, App-Level Tokens, with the scope connections:write"
            );
        return (
            Sockets,
            Uri.TryCreate(opened["url"], UriKind.Absolute, out var address)
            && await SilenceAsync(address, cancel) is { } why
                ? SocketMode.Deaf(address, why)
                : null
        );
    }

    /// <summary>Why nobody says hello there; null when somebody does.</summary>
    static async Task<string?> SilenceAsync(Uri address, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(SlackSocket.HelloWithin);
        using var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            var first = await socket.ReceiveAsync(new byte[4096].AsMemory(), patience.Token);
            return first.MessageType == WebSocketMessageType.Text ? null : "it closes at once";
        }
        catch (Exception e)
            when (e is WebSocketException or IOException
                || e is OperationCanceledException && !cancel.IsCancellationRequested
            )
        {
            return SlackSocket.Why(e);
        }
    }
}
