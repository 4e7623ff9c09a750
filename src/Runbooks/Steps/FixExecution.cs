using System.Text;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Carries out one approved request, after a last look whether it still fits what is wrong.</summary>
/// <param name="host">The host of the step.</param>
/// <param name="target">Where it runs; another host when the failing back end is there.</param>
sealed class FixExecution(
    RemedyStep step,
    StepContext context,
    Host host,
    Host target,
    ApprovalRequest request
)
{
    const int ShownCharacters = 4000;

    /// <summary>systemd gives a service 90 s to stop and 90 s to start.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Exit codes of the script that edits a file, for "nothing was changed".</summary>
    static readonly int[] LeftAlone = [46, 73, 75, 76];

    readonly StepServices _services = context.Services;

    public static async Task<StepOutcome> ApplyAsync(
        RemedyStep step,
        StepContext context,
        Host host,
        CancellationToken cancel
    )
    {
        var approval = context.ApprovalOf(step.From);
        if (approval is not { State: ApprovalState.Approved, Request: { } request })
            return StepOutcome.Failed(
                $"step {step.From} holds no approval to act on: approval must name an approval step that was approved"
            );
        if (RemedyType.TargetOf(request.Args, context, host) is not { } target)
            return StepOutcome.Failed($"there is no host '{request.OnHost}' to run this on");
        var execution = new FixExecution(step, context, host, target, request);
        if (context.Interrupted is { } ticket)
            return await execution.ResumeAsync(ticket, cancel);
        if (Approvals.RefusesAge(approval, context) is { } tooLate)
            return execution.Refused(host, tooLate, isStale: true);
        return context.State.DryRun ? execution.DryRun() : await execution.RunAsync(cancel);
    }

    /// <summary>The bot died when it was about to send this, or had just done so: its host knows.</summary>
    async Task<StepOutcome> ResumeAsync(Ticket ticket, CancellationToken cancel)
    {
        var known = new FixOutput(context.BaselineOf(step.Id));
        var prepared = request.IsUndo ? null : await PreparedAsync(cancel);
        if (prepared is null || prepared.Argv.SequenceEqual(request.Argv))
            return await SendAsync(known, prepared, ticket);
        var problem = ConnectionFailure.BegunBefore.Reason;
        return StepOutcome.Failed(problem, known with { Applied = true }, Taken(problem, "", prepared));
    }

    StepOutcome DryRun() =>
        StepOutcome.Done(
            new FixOutput(Applied: false, DryRun: true),
            new ActionTaken(target.Name, request.Command, Ok: true, "would run", "", Changes: true)
        );

    async Task<StepOutcome> RunAsync(CancellationToken cancel)
    {
        if (!request.IsUndo && _services.Budget.Refuses(target.Name, request.Action) is { } refusal)
            return Refused(target, refusal, isStale: false);
        // the world may have changed while somebody was thinking
        var defaults = _services.Defaults;
        var check = await _services.Check.RunAsync(host, defaults.Since, defaults.CheckTimeout, cancel);
        if (check.Failure is { } failure)
            return Refused(target, failure.Reason, isStale: false);
        return request.IsUndo ? await UndoAsync(check) : await FixAsync(check, cancel);
    }

    /// <summary>The script itself checks that the file is as the change left it.</summary>
    async Task<StepOutcome> UndoAsync(CheckResult check) =>
        IsFor(ApprovalRequest.Undoing)
            ? await CarryOutAsync(check, prepared: null)
            : Refused(target, "this is not what was kept for the undo", isStale: true);

    async Task<StepOutcome> FixAsync(CheckResult check, CancellationToken cancel)
    {
        if (!IsStillFound(check.Verdict))
            return Refused(target, WhatIsFoundNow(check.Verdict), isStale: true);
        var prepared = await PreparedAsync(cancel);
        if (prepared.Problem is { } problem)
            return Refused(target, problem, isStale: true);
        return prepared.Argv.SequenceEqual(request.Argv)
            ? await CarryOutAsync(check, prepared)
            : Refused(
                target,
                "the file was changed since: this is no longer what was approved",
                isStale: true
            );
    }

    bool IsFor(string cause) => ApprovalHash.Of(target.Name, request.Argv, cause) == request.Hash;

    bool IsStillFound(Verdict verdict) =>
        verdict.Diagnoses.Any(diagnosis =>
            diagnosis.Confidence >= step.Confidence && IsFor(RemedyType.CauseOf(diagnosis))
        );

    static string WhatIsFoundNow(Verdict verdict) =>
        verdict.First is { } other
            ? $"the diagnosis changed to {other.Cause}: {other.Title}"
            : "the problem cleared on its own";

    async Task<Prepared> PreparedAsync(CancellationToken cancel)
    {
        if (RemedyCatalog.Find(request.Action) is not { } action || request.Args is not { } args)
            return Prepared.Impossible(
                $"this version of the bot has no action {request.Action}: propose a fix again"
            );
        return await action.PrepareAsync(args, target, cancel);
    }

    /// <param name="prepared">Null for an undo.</param>
    async Task<StepOutcome> CarryOutAsync(CheckResult check, Prepared? prepared)
    {
        var now = _services.Clock.GetUtcNow();
        var output = new FixOutput(Baseline.From(check, now, _services.Defaults.VerifyPaths));
        var undo = prepared?.Undo is { } argv ? UndoOf(argv) : null;
        var ticket = Ticket.New();
        await context.BeginAsync(
            output,
            ticket,
            new ActionBegun(target.Name, host.Name, request.Command, undo)
        );
        return await SendAsync(output, prepared, ticket);
    }

    /// <summary>Once begun it ends by itself or by its own limit.</summary>
    async Task<StepOutcome> SendAsync(FixOutput known, Prepared? prepared, Ticket ticket)
    {
        var command = new Command(request.Argv, Limit, prepared?.Stdin)
        {
            Outlives = true,
            Ticket = ticket,
        };
        var result = await target.Executor.RunAsync(command, null, CancellationToken.None);
        var ended = known with { Applied = !IsLeftAlone(result, prepared), ExitCode = result.ExitCode };
        var problem = Problem(result);
        var taken = Taken(problem, Cut(Encoding.UTF8.GetString(result.Stdout) + result.Stderr), prepared);
        return problem is null
            ? StepOutcome.Done(ended, taken)
            : StepOutcome.Failed(problem, ended, taken);
    }

    ActionTaken Taken(string? problem, string output, Prepared? prepared) =>
        new(target.Name, request.Command, Ok: problem is null, problem ?? "done", output, Changes: true)
        {
            CanBeUndone = problem is null && prepared?.Undo is not null,
            TakesBack = request.IsUndo ? context.ApprovalOf(RunInputs.Change)?.Id : null,
            StepHost = host.Name,
        };

    static bool IsLeftAlone(ExecResult result, Prepared? prepared) =>
        prepared?.Diff is not null && result.Failure is null && LeftAlone.Contains(result.ExitCode);

    static string? Problem(ExecResult result)
    {
        if (result.Failure is { } failure)
            return failure.Reason;
        return result.ExitCode == 0 ? null : $"exited with {result.ExitCode}";
    }

    ApprovalRequest UndoOf(IReadOnlyList<string> argv) =>
        new(
            StepKey: "",
            Action: ApprovalRequest.Undoing,
            Argv: argv,
            Command: "take back: " + request.Command,
            Cause: request.Cause,
            Why: "the file as it was before the change",
            Risk: request.Risk,
            Undo: null,
            Hash: ApprovalHash.Of(target.Name, argv, ApprovalRequest.Undoing),
            ExpireAfter: null,
            OnHost: target.Name
        );

    StepOutcome Refused(Host at, string why, bool isStale) =>
        StepOutcome.Failed(
            why,
            new FixOutput(Applied: false, Stale: isStale),
            new ActionRefused(
                at.Name,
                RunState.Key(step.From, context.Host),
                request.Command,
                why,
                isStale
            )
        );

    static string Cut(string output) =>
        output.Length > ShownCharacters ? output[..ShownCharacters] + "\n[cut]" : output;
}
