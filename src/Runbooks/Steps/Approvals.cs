using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Looks up what people have decided in this run.</summary>
static class Approvals
{
    /// <summary>True when an approval step of this run was approved for exactly this hash.</summary>
    public static bool Cover(StepContext context, string hash) => context.State.Runbook.AllSteps.OfType<ApprovalStep>()
        .Select(s => context.State.Steps.GetValueOrDefault(RunState.Key(s.Id, context.Host)) ?? context.State.Steps.GetValueOrDefault(s.Id))
        .Any(r => r?.Output["state"]?.ToString() == "approved" && r.Output["request"]?["hash"]?.ToString() == hash);
}
