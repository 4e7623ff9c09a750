using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.Alerts;

static class AlertsSetup
{
    public static void AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<ResolvedGroups>();
        services.AddSingleton<AlertInbox>();
        services.AddSingleton<Inbox>(parts => parts.GetRequiredService<AlertInbox>());
        services.AddSingleton(_ => new Alertmanager(
            new(new SocketsHttpHandler { AllowAutoRedirect = false })
        ));
        services.AddSingleton<Silencer>();
        services.AddSingleton(new OpenPath("/alerts/"));
    }
}
