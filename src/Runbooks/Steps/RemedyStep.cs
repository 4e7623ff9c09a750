using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Remediation;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Proposes the remedy of a verdict, or carries out the one that was approved.</summary>
/// <param name="Apply">False: propose from the verdict step <paramref name="From"/>. True: apply what the approval step
/// <paramref name="From"/> decided.</param>
/// <param name="Confidence">A less certain diagnosis proposes nothing.</param>
public sealed record RemedyStep(StepCommon Common, bool Apply, string From, double Confidence) : Step(Common), IHasTexts
{
    public override bool Changes => Apply;

    public IEnumerable<string> Texts => [$"{{{{ {From} }}}}"];
}

public sealed class RemedyKind : StepKind<RemedyStep>
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(4); // systemd gives a service 90 s to stop and 90 s to start

    public override string Name => "remedy";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var mode = inner?.Text("do") ?? "propose";
        if (mode is not ("propose" or "apply"))
            inner!.Problems.Add(new(inner.File, inner.Line, $"remedy: do must be propose or apply, not '{mode}'"));
        var step = new RemedyStep(
            common,
            mode == "apply",
            inner?.Required(mode == "apply" ? "approval" : "from") ?? "",
            (inner?.Number("confidence", 60, 100) ?? 60) / 100.0
        );
        inner?.NothingElse("remedy");
        return step;
    }

    protected override async Task<StepOutcome> RunAsync(
        RemedyStep step,
        StepContext context,
        CancellationToken cancel
    ) =>
        context.Services.Hosts.Find(context.Host ?? "") is not { } host
            ? StepOutcome.Failed($"there is no host '{context.Host}'")
        : step.Apply ? await ApplyAsync(step, context, host, cancel)
        : await ProposeAsync(step, context, host, cancel);

    static async Task<StepOutcome> ProposeAsync(
        RemedyStep step,
        StepContext context,
        Host host,
        CancellationToken cancel
    )
    {
        var verdict = JsonSerializer.Deserialize(context.Resolve(step.From)!, StepJson.Default.Verdict)!;
        var problems = new List<string>();
        // somebody may have chosen another one than the first
        var chosen = context.State.Given["chosen"]?["remedy"]?.ToString();
        foreach (
            var remedy in verdict.First is { } first && first.Confidence >= step.Confidence
                ? first.Remedies.Where(r => r.Changes && (chosen is null || r.Action == chosen))
                : []
        )
        {
            if (RemedyCatalog.Find(remedy.Action) is not { } action)
                continue;
            if (HostOf(remedy.Args, context, host) is not { } where)
                continue;
            var prepared = await action.PrepareAsync(remedy.Args, where, cancel);
            if (prepared.Problem is null)
                return StepOutcome.Done(
                    new()
                    {
                        ["found"] = true,
                        ["request"] = Node(RequestOf(verdict.First!, remedy, action, prepared, where)),
                    }
                );
            problems.Add($"{remedy.Command}: {prepared.Problem}");
        }
        return StepOutcome.Done(new() { ["found"] = false }, new Said(host.Name, Advice(verdict, problems), false));
    }

    static ApprovalRequest RequestOf(
        DiagnosisResult diagnosis,
        Remedy remedy,
        RemedyAction action,
        Prepared prepared,
        Host host
    ) =>
        new(
            "",
            remedy.Action,
            prepared.Argv,
            prepared.Shown,
            diagnosis.Cause,
            remedy.Why,
            action.Risk,
            prepared.Undo is null ? null : "one click puts the file back as it was",
            ApprovalHash.Of(host.Name, prepared.Argv, Bound(diagnosis)),
            null,
            remedy.Args,
            prepared.Diff,
            host.Name
        );

    /// <summary>Where it is carried out: another host when the failing back end lives there.</summary>
    static Host? HostOf(IReadOnlyDictionary<string, string>? args, StepContext context, Host host) =>
        args?.GetValueOrDefault("host") is { } far ? context.Services.Hosts.Find(far) : host;

    static string Advice(Verdict verdict, List<string> problems) =>
        verdict.First is null
            ? "nothing to mend"
            : "no safe command mends this"
                + string.Concat(problems.Select(p => $"\n• not possible: {p}"))
                + string.Concat(verdict.First.Remedies.Where(r => !r.Changes).Select(r => $"\n• {r.Why}"));

    /// <summary>
    /// The approval stands for this cause at this back end, not for whatever is wrong by the time somebody clicks.
    /// </summary>
    static string Bound(DiagnosisResult d) => $"{d.Cause} {d.Subject.Upstream} {d.Subject.Service}";

    static async Task<StepOutcome> ApplyAsync(RemedyStep step, StepContext context, Host host, CancellationToken cancel)
    {
        var approval = context.Resolve(step.From);
        if (approval?["state"]?.ToString() != "approved" || approval["request"] is not { } node)
            return StepOutcome.Failed("there is no approval to act on");
        var request = JsonSerializer.Deserialize(node, StepJson.Default.ApprovalRequest)!;
        if (Approvals.RefusesAge(approval, context) is { } tooOld)
            return Refused(tooOld, stale: true, host);
        if (HostOf(request.Args, context, host) is not { } where)
            return StepOutcome.Failed($"there is no host '{request.Args!["host"]}'");
        if (context.State.DryRun)
            return StepOutcome.Done(
                new() { ["applied"] = false, ["dryRun"] = true },
                new ActionTaken(where.Name, request.Command, true, "would run", "", true)
            );
        if (!request.IsUndo && context.Services.Budget.Refuses(where.Name, request.Action) is { } refusal)
            return Refused(refusal, stale: false, where);

        // look again: the world may have changed while somebody was thinking
        var now = await context.Services.Check.RunAsync(
            host,
            context.Services.Defaults.Since,
            context.Services.Defaults.CheckTimeout,
            null,
            cancel
        );
        if (now.Failure is { } failure)
            return Refused(failure.Reason, stale: false, where);
        if (request.IsUndo && ApprovalHash.Of(where.Name, request.Argv, ApprovalRequest.Undoing) != request.Hash)
            return Refused("this is not what was kept for the undo", stale: true, where);
        if (request.IsUndo)
            // the script itself looks whether the file is as the change left it
            return await CarryOutAsync(request, null);
        if (
            now
                .Verdict.Diagnoses.Where(d => d.Confidence >= step.Confidence)
                .All(d => ApprovalHash.Of(where.Name, request.Argv, Bound(d)) != request.Hash)
        )
            return Refused(
                now.Verdict.First is { } other
                    ? $"the diagnosis changed to {other.Cause}: {other.Title}"
                    : "the cause is gone by itself",
                stale: true,
                where
            );
        var prepared = await RemedyCatalog.Find(request.Action)!.PrepareAsync(request.Args!, where, cancel);
        if (prepared.Problem is { } problem)
            return Refused(problem, stale: true, where);
        if (!prepared.Argv.SequenceEqual(request.Argv))
            return Refused(
                "what would be done is no longer what was approved: the file was changed since",
                stale: true,
                where
            );
        return await CarryOutAsync(request, prepared);

        async Task<StepOutcome> CarryOutAsync(ApprovalRequest approved, Prepared? ready)
        {
            var baseline = Baseline.Of(now, context.Services.Clock.GetUtcNow(), context.Services.Defaults.VerifyPaths);
            var stored = new JsonObject
            {
                ["baseline"] = JsonSerializer.SerializeToNode(baseline, StepJson.Default.Baseline),
            };
            var undo = ready?.Undo is { } argv ? UndoOf(approved, argv, where) : null;
            context.Begin(
                stored.DeepClone().AsObject(),
                new ActionBegun(where.Name, host.Name, approved.Command, undo)
            );
            var result = await where.Executor.RunAsync(
                new(approved.Argv, Limit, ready?.Stdin) { Outlives = true },
                null,
                CancellationToken.None
            ); // begun is begun: its own limit ends it
            var output = Encoding.UTF8.GetString(result.Stdout) + result.Stderr;
            var wrong = result.Failure?.Reason ?? (result.ExitCode == 0 ? null : $"exited with {result.ExitCode}");
            var told = new ActionTaken(where.Name, approved.Command, wrong is null, wrong ?? "done", Cut(output), true)
            {
                CanBeUndone = wrong is null && undo is not null,
                TakesBack = approved.IsUndo ? context.Resolve("change.id")?.ToString() : null,
                StepHost = host.Name,
            };
            var isUntouched = ready?.Diff is not null && result is { Failure: null, ExitCode: 46 or 73 or 75 or 76 };
            (stored["applied"], stored["exitCode"]) = (!isUntouched, result.ExitCode);
            return wrong is null ? StepOutcome.Done(stored, told) : StepOutcome.Failed(wrong, stored, told);
        }

        StepOutcome Refused(string why, bool stale, Host at) =>
            StepOutcome.Failed(
                why,
                new() { ["applied"] = false, ["stale"] = stale },
                new ActionRefused(at.Name, RunState.Key(step.From, context.Host), request.Command, why, stale)
            );
    }

    static ApprovalRequest UndoOf(ApprovalRequest done, IReadOnlyList<string> argv, Host host) =>
        new(
            "",
            ApprovalRequest.Undoing,
            argv,
            "take back: " + done.Command,
            done.Cause,
            "the file as it was before the change",
            done.Risk,
            null,
            ApprovalHash.Of(host.Name, argv, ApprovalRequest.Undoing),
            null,
            null,
            null,
            host.Name
        );

    static JsonNode? Node(ApprovalRequest request) =>
        JsonSerializer.SerializeToNode(request, StepJson.Default.ApprovalRequest);

    static string Cut(string output) => output.Length > 4000 ? output[..4000] + "\n[cut]" : output;
}
