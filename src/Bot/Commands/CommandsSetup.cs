namespace ChatOps502.Bot.Commands;

static class CommandsSetup
{
    public static void AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<CommandRouter>();
        services.AddSingleton<IncidentChoice>();
        services.AddSingleton<RunRequest>();
        // one line a command, in the order of /502 help
        services.AddSingleton<ChatCommand, CheckCommand>();
        services.AddSingleton<ChatCommand, ExplainCommand>();
        services.AddSingleton<ChatCommand, HostsCommand>();
        services.AddSingleton<ChatCommand, RunbooksCommand>();
        services.AddSingleton<ChatCommand, RunCommand>();
        services.AddSingleton<ChatCommand, FixCommand>();
        services.AddSingleton<ChatCommand, IncidentsCommand>();
        services.AddSingleton<ChatCommand, StatusCommand>();
        services.AddSingleton<ChatCommand, AckCommand>();
        services.AddSingleton<ChatCommand, NoteCommand>();
        services.AddSingleton<ChatCommand, SeverityCommand>();
        services.AddSingleton<ChatCommand, SilenceCommand>();
        services.AddSingleton<ChatCommand, VerifyCommand>();
        services.AddSingleton<ChatCommand, UndoCommand>();
        services.AddSingleton<ChatCommand, ResolveCommand>();
        services.AddSingleton<ChatCommand, ExportCommand>();
        services.AddSingleton<ChatCommand, WhoAmICommand>();
    }
}
