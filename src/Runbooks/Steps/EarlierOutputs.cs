using System.Text.Json.Serialization.Metadata;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Steps;

/// <summary>What earlier steps of the run left, as the typed outputs they were.</summary>
static class EarlierOutputs
{
    /// <summary>The verdict of a probe step; null when it left none.</summary>
    public static Verdict? VerdictOfProbe(this StepContext context, string stepId) =>
        VerdictJson.Plain(context.Earlier(stepId, StepJson.Default.ProbeOutput)?.Verdict);

    /// <summary>The verdict of a diagnose step; null when it left none.</summary>
    public static Verdict? VerdictOf(this StepContext context, string stepId) =>
        context.State.Runbook.Find(stepId) is DiagnoseStep
            ? VerdictJson.Plain(context.Earlier(stepId, StepJson.Default.Verdict))
            : null;

    /// <summary>What an approval step was told; for <c>change</c>, what the run was started with.</summary>
    public static ApprovalOutput? ApprovalOf(this StepContext context, string stepId) =>
        context.Earlier(stepId, StepJson.Default.ApprovalOutput);

    /// <summary>The request of a remedy step that found something to do; null when it did not.</summary>
    public static ApprovalRequest? ProposalOf(this StepContext context, string stepId) =>
        context.Earlier(stepId, StepJson.Default.ProposalOutput)?.Request;

    /// <summary>What was known just before a fix; null when that step fixed nothing.</summary>
    public static Verification.Baseline? BaselineOf(this StepContext context, string stepId) =>
        context.Earlier(stepId, StepJson.Default.FixOutput)?.Baseline;

    /// <summary>
    /// The typed action that somebody picked from the remedies of a verdict; null: the first that fits.
    /// </summary>
    public static string? ChosenRemedy(this StepContext context) =>
        context.Earlier(RunInputs.Chosen, StepJson.Default.ChosenRemedy)?.Remedy;

    static T? Earlier<T>(this StepContext context, string name, JsonTypeInfo<T> type)
        where T : class => StepJson.Read(context.Values.OutputOf(name), type);
}

/// <summary>The remedy somebody picked when the run was started.</summary>
public sealed record ChosenRemedy(string Remedy);
