namespace ChatOps502.Bot.Commands;

static class CommandsSetup
{
    public static void AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<CommandRouter>();
        services.AddSingleton<PastedLog>();
    }
}
