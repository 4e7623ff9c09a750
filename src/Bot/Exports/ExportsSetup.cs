namespace ChatOps502.Bot.Exports;

static class ExportsSetup
{
    public static void AddExports(this IServiceCollection services)
    {
        services.AddSingleton<IncidentExport>();
    }
}
