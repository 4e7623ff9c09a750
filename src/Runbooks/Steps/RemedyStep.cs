using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Proposes a fix for a verdict, or carries out the one that was approved.</summary>
/// <param name="Apply">False: propose from the verdict of the diagnose step <paramref name="From"/>. True: apply what
/// the approval step <paramref name="From"/> decided.</param>
/// <param name="Confidence">A less certain diagnosis proposes nothing.</param>
public sealed record RemedyStep(StepCommon Common, bool Apply, string From, double Confidence)
    : Step(Common)
{
    public override bool Changes => Apply;

    public override string? Approval => Apply ? From : null;

    public override IEnumerable<string> Texts => [$"{{{{ {From} }}}}"];
}

/// <param name="Found">False when no safe fix exists.</param>
public sealed record ProposalOutput(bool Found, ApprovalRequest? Request = null) : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.ProposalOutput);
}

/// <param name="Baseline">What was known just before; null when the change never began.</param>
/// <param name="Applied">Null until the command has ended.</param>
/// <param name="Stale">True when the request no longer fits what is wrong.</param>
/// <param name="DryRun">True when nothing ran; else null.</param>
public sealed record FixOutput(
    Baseline? Baseline = null,
    bool? Applied = null,
    int? ExitCode = null,
    bool? Stale = null,
    bool? DryRun = null
) : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.FixOutput);
}

public sealed class RemedyType : SettingsStepType<RemedyStep>
{
    public override string Name => "remedy";

    protected override RemedyStep ReadSettings(YamlPart settings, StepCommon common)
    {
        var mode = settings.Text("do") ?? "propose";
        if (mode is not ("propose" or "apply"))
            settings.Report($"remedy: do must be propose or apply, not '{mode}'");
        var isApply = mode == "apply";
        return new(
            common,
            isApply,
            settings.Required(isApply ? "approval" : "from"),
            settings.Number("confidence", otherwise: 60, max: 100) / 100.0
        );
    }

    protected override async Task<StepOutcome> RunAsync(
        RemedyStep step,
        StepContext context,
        CancellationToken cancel
    )
    {
        if (context.Target is not { } host)
            return context.NoTarget;
        return step.Apply
            ? await FixExecution.ApplyAsync(step, context, host, cancel)
            : await new FixProposal(step, context, host).MakeAsync(cancel);
    }

    /// <summary>
    /// Where it is carried out: another host when the failing back end is there; null when there is none.
    /// </summary>
    internal static Host? TargetOf(
        IReadOnlyDictionary<string, string>? args,
        StepContext context,
        Host host
    ) => args?.GetValueOrDefault("host") is { } other ? context.Services.Hosts.Find(other) : host;

    /// <summary>
    /// What an approval is bound to besides host and argv: this cause at this back end, not whatever is wrong by the
    /// time somebody clicks.
    /// </summary>
    internal static string CauseOf(DiagnosisResult diagnosis) =>
        $"{diagnosis.Cause} {diagnosis.Subject.Upstream} {diagnosis.Subject.Service}";
}
