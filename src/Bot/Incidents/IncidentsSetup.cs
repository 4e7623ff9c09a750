using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Timeline;

namespace ChatOps502.Bot.Incidents;

static class IncidentsSetup
{
    public static void AddIncidents(this IServiceCollection services)
    {
        services.AddSingleton<IncidentStore>();
        services.AddSingleton<TimelineStore>();
        services.AddSingleton<PinBoard>();
        services.AddSingleton<HeadlineView>();
        services.AddSingleton<IIncidentView>(parts => parts.GetRequiredService<HeadlineView>());
        services.AddSingleton<IncidentLifecycle>();
    }
}
