using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Schedules;

namespace ChatOps502.Bot.Composition;

/// <summary>What goes on by itself while the bot runs, in the order of an alert's life.</summary>
static class BackgroundWork
{
    public static void AddBackgroundWork(this IServiceCollection services)
    {
        services.AddHostedService<RunDriver>();
        services.AddHostedService<AlertIntake>();
        services.AddHostedService<OutboxPump>();
        services.AddQuartzJobs();
    }
}
