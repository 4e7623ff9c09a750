using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Looks up what people have decided in this run.</summary>
static class Approvals
{
    const string TooLongAgo = "it was approved, and the bot was down for too long since: ask again";

    /// <summary>
    /// Null when an approval step of this run was approved for exactly this hash; else why it may not run.
    /// </summary>
    /// <param name="what">The command or request, in words.</param>
    public static string? Refuses(StepContext context, string hash, string what)
    {
        var decision = context
            .State.Runbook.AllSteps.OfType<ApprovalStep>()
            .Select(s => OutputOf(context, s))
            .FirstOrDefault(o => IsFor(o, hash));
        return decision is null ? $"nobody approved exactly this {what}" : RefusesAge(decision, context);
    }

    /// <summary>Null when this decision still counts; else why not.</summary>
    public static string? RefusesAge(JsonNode decision, StepContext context) =>
        decision["until"]?.GetValue<DateTimeOffset>() < context.Services.Clock.GetUtcNow() ? TooLongAgo : null;

    static JsonObject? OutputOf(StepContext context, ApprovalStep step) =>
        (
            context.State.Steps.GetValueOrDefault(RunState.Key(step.Id, context.Host))
            ?? context.State.Steps.GetValueOrDefault(step.Id)
        )?.Output;

    static bool IsFor(JsonObject? output, string hash) =>
        output?["state"]?.ToString() == "approved" && output["request"]?["hash"]?.ToString() == hash;
}
