using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Bot.Configuration;

static class HostsSetup
{
    public static void AddHosts(this IServiceCollection services)
    {
        services.AddSingleton<ConfiguredHosts>();
        services.AddSingleton<IHosts>(parts => parts.GetRequiredService<ConfiguredHosts>());
    }
}
