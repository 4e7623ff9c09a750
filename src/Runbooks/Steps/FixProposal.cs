using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Proposes the first remedy of a verdict that can be carried out.</summary>
sealed class FixProposal(RemedyStep step, StepContext context, Host host)
{
    public async Task<StepOutcome> MakeAsync(CancellationToken cancel)
    {
        if (context.VerdictOf(step.From) is not { } verdict)
            return StepOutcome.Failed(
                $"step {step.From} left no verdict: from must name a diagnose step that succeeded before this one"
            );
        var obstacles = new List<string>();
        foreach (var remedy in Candidates(verdict.First))
        {
            if (RemedyCatalog.Find(remedy.Action) is not { } action)
                continue;
            if (RemedyType.TargetOf(remedy.Args, context, host) is not { } target)
                continue;
            var prepared = await PreparedAsync(action, remedy, target, cancel);
            if (prepared.Problem is null)
                return StepOutcome.Done(
                    new ProposalOutput(
                        Found: true,
                        RequestOf(verdict.First!, remedy, action, prepared, target)
                    )
                );
            obstacles.Add($"{remedy.Command}: {prepared.Problem}");
        }
        return StepOutcome.Done(
            new ProposalOutput(Found: false),
            new StepNote(host.Name, Advice(verdict.First, obstacles), Problem: false)
        );
    }

    /// <summary>Somebody may have picked another one than the first.</summary>
    IEnumerable<Remedy> Candidates(DiagnosisResult? diagnosis)
    {
        if (diagnosis is null || diagnosis.Confidence < step.Confidence)
            return [];
        var chosen = context.ChosenRemedy();
        return diagnosis.Remedies.Where(remedy =>
            remedy.Changes && (chosen is null || remedy.Action == chosen)
        );
    }

    static async Task<Prepared> PreparedAsync(
        RemedyAction action,
        Remedy remedy,
        Host target,
        CancellationToken cancel
    ) =>
        remedy.Args.Values.Any(Template.HoldsMask)
            ? Prepared.Impossible("it would contain a secret, and secrets are not stored")
            : await action.PrepareAsync(remedy.Args, target, cancel);

    static ApprovalRequest RequestOf(
        DiagnosisResult diagnosis,
        Remedy remedy,
        RemedyAction action,
        Prepared prepared,
        Host target
    ) =>
        new(
            StepKey: "",
            Action: remedy.Action,
            Argv: prepared.Argv,
            Command: prepared.Shown,
            Cause: diagnosis.Cause,
            Why: remedy.Why,
            Risk: action.Risk,
            Undo: prepared.Undo is null ? null : "one click puts the file back as it was",
            Hash: ApprovalHash.Of(target.Name, prepared.Argv, RemedyType.CauseOf(diagnosis)),
            ExpireAfter: null,
            Args: remedy.Args,
            Diff: prepared.Diff,
            OnHost: target.Name
        );

    static string Advice(DiagnosisResult? diagnosis, List<string> obstacles)
    {
        if (diagnosis is null)
            return "nothing to fix";
        var notPossible = obstacles.Select(obstacle => $"\n• not possible: {obstacle}");
        var byHand = diagnosis
            .Remedies.Where(remedy => !remedy.Changes)
            .Select(remedy => $"\n• {remedy.Why}");
        return "no safe automatic fix" + string.Concat(notPossible) + string.Concat(byHand);
    }
}
