using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.Api;

static class ApiSetup
{
    public static void AddApi(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<Metrics>();
        services.AddSingleton(new OpenPath("/healthz"));
        services.AddSingleton(new OpenPath("/readyz"));
        if (settings.Console.PublicMetrics)
            services.AddSingleton(new OpenPath("/metrics"));
    }
}
