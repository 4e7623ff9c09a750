using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Storage;

static class StorageSetup
{
    public static void AddStorage(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(_ => new Database(settings.Storage.ConnectionString));
    }
}
