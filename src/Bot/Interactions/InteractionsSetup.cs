namespace ChatOps502.Bot.Interactions;

static class InteractionsSetup
{
    public static void AddInteractions(this IServiceCollection services)
    {
        services.AddSingleton<Forms>();
        services.AddSingleton<ActionDesk>();
    }
}
