using System.Security.Cryptography;
using System.Text;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Alerts;

/// <summary>POST /alerts/alertmanager: verify, store, answer. The work comes after.</summary>
static class AlertmanagerWebhook
{
    public static void MapAlerts(this WebApplication app) => app.MapPost("/alerts/alertmanager", ReceiveAsync);

    static async Task<IResult> ReceiveAsync(HttpRequest request, AlertInbox inbox, Settings settings, CancellationToken cancel)
    {
        if (settings.Alerts.Token.Length > 0 && !IsBearer(request, settings.Alerts.Token)) return Results.Text("Authorization: Bearer with Alerts:Token is needed", statusCode: 401);
        if (request.ContentLength > settings.Alerts.MaxBytes) return TooLarge(settings);
        var (body, whole) = await ReadAsync(request.Body, settings.Alerts.MaxBytes, cancel);
        if (!whole) return TooLarge(settings);
        var (group, problem) = AlertGroup.Read(body);
        if (group is null) return Results.Text("not an alert: " + problem, statusCode: 400);
        inbox.Store(group, body);
        return Results.StatusCode(202);
    }

    public static bool IsBearer(HttpRequest request, string token)
    {
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[7..].Trim()), Encoding.UTF8.GetBytes(token));
    }

    static IResult TooLarge(Settings settings) => Results.Text($"more than Alerts:MaxBytes ({settings.Alerts.MaxBytes}) bytes", statusCode: 413);

    static async Task<(string Body, bool Whole)> ReadAsync(Stream body, int max, CancellationToken cancel)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await body.ReadAsync(buffer, cancel) is > 0 and var n)
        {
            if (kept.Length + n > max) return ("", false);
            kept.Write(buffer, 0, n);
        }
        return (Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length), true);
    }
}
