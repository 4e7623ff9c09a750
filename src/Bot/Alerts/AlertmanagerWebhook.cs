using System.Security.Cryptography;
using System.Text;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Hosting;

namespace ChatOps502.Bot.Alerts;

/// <summary>POST /alerts/alertmanager: verify, store, answer. The work comes after.</summary>
static class AlertmanagerWebhook
{
    public static void MapAlerts(this WebApplication app) => app.MapPost("/alerts/alertmanager", ReceiveAsync);

    static async Task<IResult> ReceiveAsync(HttpRequest request, AlertInbox inbox, Settings settings)
    {
        if (settings.Alerts.Token.Length > 0 && !IsBearer(request, settings.Alerts.Token)) return Results.Text("Authorization: Bearer with Alerts:Token is needed", statusCode: 401);
        if (await RequestBody.ReadAsync(request, settings.Alerts.MaxBytes) is not { } raw) return Results.Text($"more than Alerts:MaxBytes ({settings.Alerts.MaxBytes}) bytes", statusCode: 413);
        var body = Encoding.UTF8.GetString(raw);
        var (group, problem) = AlertGroup.Read(body);
        if (group is null) return Results.Text("not an alert: " + problem, statusCode: 400);
        inbox.Store(group.DedupeKey, body);
        return Results.StatusCode(202);
    }

    public static bool IsBearer(HttpRequest request, string token)
    {
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[7..].Trim()), Encoding.UTF8.GetBytes(token));
    }
}
