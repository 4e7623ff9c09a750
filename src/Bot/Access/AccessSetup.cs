namespace ChatOps502.Bot.Access;

static class AccessSetup
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton<CommandThrottle>();
    }
}
