using Quartz;

namespace ChatOps502.Bot.Schedules;

/// <summary>When which job looks.</summary>
static class ScheduleSetup
{
    public static void AddQuartzJobs(this IServiceCollection services)
    {
        services.AddQuartz(q =>
        {
            Every<ExpiryJob>(q, TimeSpan.FromSeconds(2));
            Every<WakeJob>(q, TimeSpan.FromMinutes(1));
            Every<ReverifyJob>(q, TimeSpan.FromSeconds(5));
            Every<RemindJob>(q, TimeSpan.FromSeconds(10));
            Every<RetentionJob>(q, TimeSpan.FromHours(6));
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
    }

    static void Every<TJob>(IQuartzBuilder q, TimeSpan interval)
        where TJob : IJob =>
        q.ScheduleJob<TJob>(t =>
            t.WithIdentity(typeof(TJob).Name)
                .StartNow()
                .WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever())
        );
}
