using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOps502.Bot.Chat.Slack.Inbound;

/// <summary>
/// POST /slack/commands, /slack/interactions, /slack/events: signed by Slack, stored, answered; the work comes after.
/// </summary>
static class SlackEndpoints
{
    const int MaxBytes = 1 << 20;
    const string Trouble = "requests are refused";

    public static void MapSlack(this WebApplication app, Settings settings)
    {
        if (!settings.Slack.UsesHttp)
            return;
        app.Receive("/slack/commands", CommandAsync);
        app.Receive("/slack/interactions", InteractionAsync);
        app.Receive("/slack/events", EventAsync);
    }

    static void Receive(
        this WebApplication app,
        string path,
        Func<string, string, SlackInbox, Task<IResult>> take
    ) =>
        app.MapPost(
            path,
            (
                HttpRequest request,
                SlackInbox inbox,
                Settings settings,
                SlackHealth troubles,
                TimeProvider clock
            ) =>
                ReceiveAsync(
                    request,
                    settings,
                    troubles,
                    clock,
                    (body, signature) => take(body, signature, inbox)
                )
        );

    static async Task<IResult> ReceiveAsync(
        HttpRequest request,
        Settings settings,
        SlackHealth troubles,
        TimeProvider clock,
        Func<string, string, Task<IResult>> take
    )
    {
        if (await RequestBody.ReadAsync(request, MaxBytes) is not { } raw)
            return Results.Text($"more than {MaxBytes} bytes", statusCode: 413);
        if (
            SlackSignature.Problem(
                settings.Slack.SigningSecret,
                request.Headers["X-Slack-Request-Timestamp"],
                request.Headers["X-Slack-Signature"],
                raw,
                clock.GetUtcNow()
            ) is
            { } problem
        )
        {
            if (request.Headers.ContainsKey("X-Slack-Signature"))
                troubles.Report(
                    Trouble,
                    $"{problem}; if these are Slack's, compare Slack:SigningSecret with Basic Information, "
                        + "Signing Secret, and the clock of this machine"
                );
            return Results.Text(problem, statusCode: 401);
        }
        troubles.Report(Trouble, null);
        try
        {
            return await take(
                System.Text.Encoding.UTF8.GetString(raw),
                request.Headers["X-Slack-Signature"].ToString()
            );
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or InvalidOperationException
                        or InvalidDataException
                        or ArgumentException
            )
        {
            return Results.Text("not what Slack sends: " + e.Message, statusCode: 400);
        }
    }

    static async Task<IResult> CommandAsync(string body, string signature, SlackInbox inbox)
    {
        var form = QueryHelpers.ParseQuery(body);
        if (form.ContainsKey("ssl_check"))
            return Results.Ok();
        if (!form.ContainsKey("command") || !form.ContainsKey("user_id"))
            return Results.Text("this is no slash command", statusCode: 400);
        await inbox.ReceiveAsync(
            IncomingReader.Commands,
            new JsonObject(form.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value.ToString()))),
            signature
        );
        return Results.Ok();
    }

    static async Task<IResult> InteractionAsync(string body, string signature, SlackInbox inbox)
    {
        if (
            !QueryHelpers.ParseQuery(body).TryGetValue("payload", out var text)
            || JsonNode.Parse(text.ToString()) is not JsonObject payload
        )
            return Results.Text("this is no interaction: the field payload is missing", statusCode: 400);
        return await inbox.ReceiveAsync(IncomingReader.Interactions, payload, signature) is { } problems
            ? Results.Text(problems.ToJsonString(), "application/json")
            : Results.Ok();
    }

    static async Task<IResult> EventAsync(string body, string signature, SlackInbox inbox)
    {
        if (JsonNode.Parse(body) is not JsonObject payload)
            return Results.Text("this is no event", statusCode: 400);
        if (payload["type"]?.ToString() == "url_verification")
            return Results.Text(payload["challenge"]?.ToString() ?? "");
        await inbox.ReceiveAsync(IncomingReader.Events, payload, signature);
        return Results.Ok();
    }
}
