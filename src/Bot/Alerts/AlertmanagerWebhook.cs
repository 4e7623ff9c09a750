using System.Text;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.Alerts;

/// <summary>POST /alerts/alertmanager: verify, store, answer. The work comes after.</summary>
static class AlertmanagerWebhook
{
    public static void MapAlerts(this WebApplication app) =>
        app.MapPost("/alerts/alertmanager", ReceiveAsync);

    static async Task<IResult> ReceiveAsync(HttpRequest request, AlertInbox inbox, Settings settings)
    {
        if (Refusal(request, settings) is { } refusal)
            return refusal;
        if (await RequestBody.ReadAsync(request, settings.Alerts.MaxBytes) is not { } raw)
            return Results.Text(
                $"more than Alerts:MaxBytes ({settings.Alerts.MaxBytes}) bytes",
                statusCode: 413
            );
        if (!request.HasJsonContentType())
            return Results.Text("not an alert: send it as application/json", statusCode: 400);
        var body = Encoding.UTF8.GetString(raw);
        var (group, problem) = AlertGroup.Read(body);
        if (group is null)
            return Results.Text("not an alert: " + problem, statusCode: 400);
        await inbox.ReceiveAsync(group, body);
        return Results.StatusCode(202);
    }

    /// <summary>Whether anybody who reaches the port can send alerts.</summary>
    public static bool StrangersCanAlert(Settings settings) =>
        settings.Alerts.Token.Length == 0 && !Loopback.Has(new(settings.Console.Url));

    /// <summary>Null when the sender may send alerts.</summary>
    static IResult? Refusal(HttpRequest request, Settings settings)
    {
        // Alertmanager is no browser: a page that posts here is somebody else's
        if (request.Headers.Origin.Count > 0 || ForeignPage.Sent(request))
            return Results.Text("alerts are not taken from web pages", statusCode: 403);
        if (settings.Alerts.Token.Length > 0)
        {
            var isKnown =
                BearerToken.Of(request) is { } given && BearerToken.AreSame(given, settings.Alerts.Token);
            return isKnown
                ? null
                : Results.Text("Authorization: Bearer with Alerts:Token is needed", statusCode: 401);
        }
        if (StrangersCanAlert(settings))
            return Results.Text(
                "set Alerts:Token: this address can be reached from other machines",
                statusCode: 401
            );
        if (LocalPeer.IsForwarded(request))
            return Results.Text("set Alerts:Token: this alert came through a proxy", statusCode: 401);
        return LocalPeer.IsOurName(request.Host.Host)
            ? null
            : Results.Text(
                $"'{request.Host.Host}' is not a name of this machine; set Alerts:Token",
                statusCode: 403
            );
    }
}
