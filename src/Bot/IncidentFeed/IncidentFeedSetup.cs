namespace ChatOps502.Bot.IncidentFeed;

static class IncidentFeedSetup
{
    public static void AddIncidentFeed(this IServiceCollection services)
    {
        services.AddSingleton<LiveUpdates>();
        services.AddSingleton<Feed>();
        services.AddSingleton<IIncidentView, TimelineView>();
        services.AddSingleton<IIncidentView, ThreadView>();
    }
}
