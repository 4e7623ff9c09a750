using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Bot.Runs;

static class RunsSetup
{
    public static void AddRuns(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<RunStore>();
        services.AddSingleton<DueStore>();
        services.AddSingleton<ArtifactStore>();
        services.AddSingleton<RunWakeups>();
        services.AddSingleton<IIncidentView, ProgressView>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<HostCheck>();
        services.AddSingleton<HostVerification>();
        services.AddSingleton<StepServices>();
        services.AddSingleton<IEvidenceStore>(parts => parts.GetRequiredService<ArtifactStore>());
        services.AddSingleton<ActionBudget>();
        services.AddSingleton<IChangeBudget>(parts => parts.GetRequiredService<ActionBudget>());
        services.AddSingleton(_ => new HttpClient { Timeout = TimeSpan.FromSeconds(30) });
        services.AddSingleton(
            new StepDefaults(
                settings.Checks.Since,
                settings.Checks.Timeout,
                settings.Verification.Burst,
                settings.Verification.Paths
            )
        );
    }
}
