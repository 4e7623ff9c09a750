using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Response;

static class ResponseSetup
{
    public static void AddResponse(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalIntake>();
        services.AddSingleton<ChangeRecord>();
        services.AddSingleton<Aftermath>();
        services.AddSingleton<RunNarrator>();
        services.AddSingleton<IRunJournal, RunJournal>();
    }
}
