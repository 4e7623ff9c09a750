namespace ChatOps502.Bot.Approvals;

static class ApprovalsSetup
{
    public static void AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalStore>();
        services.AddSingleton<ApprovalClock>();
        services.AddSingleton<ApprovalGate>();
        services.AddSingleton<IncidentClosing>();
        services.AddSingleton<Rollback>();
    }
}
