using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Looks up what people have decided in this run.</summary>
static class Approvals
{
    const string TooLate = "it was approved, but the bot was down for too long since: ask again";

    /// <summary>
    /// Null when an approval step of this run was approved for exactly this hash; else why it may not run.
    /// </summary>
    /// <param name="what">The command or request, in words.</param>
    public static string? Refuses(StepContext context, string hash, string what)
    {
        var decision = context
            .State.Runbook.AllSteps.OfType<ApprovalStep>()
            .Select(step => context.ApprovalOf(step.Id))
            .FirstOrDefault(decision => Approves(decision, hash));
        return decision is null ? $"nobody approved exactly this {what}" : RefusesAge(decision, context);
    }

    /// <summary>Null when this decision still counts; else why not.</summary>
    public static string? RefusesAge(ApprovalOutput decision, StepContext context) =>
        decision.Until < context.Services.Clock.GetUtcNow() ? TooLate : null;

    static bool Approves(ApprovalOutput? decision, string hash) =>
        decision is { State: ApprovalState.Approved } && decision.Request?.Hash == hash;
}
