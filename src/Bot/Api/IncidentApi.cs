using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Commands;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.WebConsole;

namespace ChatOps502.Bot.Api;

/// <summary>The HTTP API of the contract, section 6.</summary>
static class IncidentApi
{
    public static void MapIncidentApi(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.MapGet(
            "/incidents",
            (IncidentStore incidents) =>
                Json(new JsonArray([.. incidents.List().Select(IncidentJson.Head)]))
        );
        api.MapGet(
            "/incidents/{id}",
            (string id, IncidentExport export) =>
                Story(export, id) is { } s ? Json(IncidentJson.Whole(s)) : NoIncident(id)
        );
        api.MapGet(
            "/incidents/{id}/export",
            (string id, string? format, IncidentExport export) => Export(export, id, format ?? "md")
        );
        api.MapPost("/commands", CommandAsync);
        api.MapPost(
            "/approvals/{id}/approve",
            (string id, HttpRequest request, ApprovalGate gate, Database database) =>
                DecideAsync(request, database, (unit, p, reason) => gate.Approve(unit, id, p, reason))
        );
        api.MapPost(
            "/approvals/{id}/deny",
            (string id, HttpRequest request, ApprovalGate gate, Database database) =>
                DecideAsync(request, database, (unit, p, reason) => gate.Deny(unit, id, p, reason))
        );
    }

    static async Task<IResult> CommandAsync(HttpRequest request, CommandRouter router)
    {
        var (body, problem) = await BodyAsync(request);
        if (body is null)
            return Results.Text(problem, statusCode: 400);
        if (body["text"] is not JsonValue value || !value.TryGetValue<string>(out var text))
            return Results.Text("the body must be {\"text\": \"check web-01\"}", statusCode: 400);
        var context = body["incident"]?.ToString() is { } id ? Incident.NumberOf(id) : null;
        var person = ConsoleAccess.Person(request.HttpContext.User, "api");
        var answer = await router.RunAsync(text, person, context);
        return Json(
            new JsonObject
            {
                ["text"] = await answer.TextAsync(request.HttpContext.RequestAborted),
                ["incident"] = answer.Incident,
            }
        );
    }

    static async Task<IResult> DecideAsync(
        HttpRequest request,
        Database database,
        Func<Transaction, Person, string?, Decision> decide
    )
    {
        var (body, problem) = await BodyAsync(request);
        if (body is null)
            return Results.Text(problem, statusCode: 400);
        var person = ConsoleAccess.Person(request.HttpContext.User, "api");
        var reason = body["reason"]?.ToString();
        var decision = await database.WriteAsync(unit => decide(unit, person, reason), urgent: true);
        return Results.Json(
            new JsonObject { ["text"] = decision.Text },
            statusCode: decision.Kind switch
            {
                DecisionKind.Done => 200,
                DecisionKind.NoLonger => 409,
                DecisionKind.Forbidden => 403,
                _ => 404,
            }
        );
    }

    static async Task<(JsonObject? Body, string Problem)> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength is 0 || request.ContentLength is null && request.ContentType is null)
            return ([], "");
        // a page of another origin can post a form or plain text without asking, but not JSON
        if (!request.HasJsonContentType())
            return (null, "send the body as application/json");
        try
        {
            if (await JsonNode.ParseAsync(request.Body) is not JsonObject body)
                return (null, "the body must be a JSON object");
            foreach (var (_, value) in body)
                _ = value?.ToString(); // a key twice, or half a character, shows only now
            return (body, "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return (null, "not valid JSON: " + e.Message);
        }
    }

    static IResult Export(IncidentExport export, string id, string format)
    {
        if (Story(export, id) is not { } story)
            return NoIncident(id);
        if (IncidentExport.Of(story, format) is not { } file)
            return Results.Text(
                $"'{format}' is not a format; known: {string.Join(", ", ExportFormat.All)}",
                statusCode: 400
            );
        var download = format == "html" ? null : file.Name; // a page is looked at
        return Results.File(System.Text.Encoding.UTF8.GetBytes(file.Content), file.ContentType, download);
    }

    static IncidentReport? Story(IncidentExport export, string id) =>
        Incident.NumberOf(id) is { } number ? export.Story(number) : null;

    static IResult NoIncident(string id) => Results.Text($"there is no incident {id}", statusCode: 404);

    static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");
}
