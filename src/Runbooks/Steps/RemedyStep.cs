using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Remedies;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Proposes the remedy of a verdict, or carries out the one that was approved.</summary>
/// <param name="Apply">False: propose from the verdict step <paramref name="From"/>. True: apply what the approval step <paramref name="From"/> decided.</param>
/// <param name="Confidence">A less certain diagnosis proposes nothing.</param>
public sealed record RemedyStep(StepCommon Common, bool Apply, string From, double Confidence) : Step(Common), IHasTexts
{
    public override bool Changes => Apply;

    public IEnumerable<string> Texts => [$"{{{{ {From} }}}}"];
}

public sealed class RemedyKind : StepKind<RemedyStep>
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public override string Name => "remedy";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var mode = inner?.Text("do") ?? "propose";
        if (mode is not ("propose" or "apply")) inner!.Problems.Add(new(inner.File, inner.Line, $"remedy: do must be propose or apply, not '{mode}'"));
        var step = new RemedyStep(common, mode == "apply", inner?.Required(mode == "apply" ? "approval" : "from") ?? "", (inner?.Number("confidence", 60, 100) ?? 60) / 100.0);
        inner?.NothingElse("remedy");
        return step;
    }

    protected override Task<StepOutcome> RunAsync(RemedyStep step, StepContext context, CancellationToken cancel) =>
        context.Services.Hosts.Find(context.Host ?? "") is not { } host ? Task.FromResult(StepOutcome.Failed($"there is no host '{context.Host}'"))
        : step.Apply ? ApplyAsync(step, context, host, cancel) : Task.FromResult(Propose(step, context, host));

    static StepOutcome Propose(RemedyStep step, StepContext context, Host host)
    {
        var verdict = JsonSerializer.Deserialize(context.Resolve(step.From)!, StepJson.Default.Verdict)!;
        if (verdict.First is not { } first || first.Confidence < step.Confidence || Remedy(first) is not { } remedy || RemedyCatalog.Argv(remedy, host) is not { } argv)
            return StepOutcome.Done(new() { ["found"] = false }, new Said(host.Name, Advice(verdict), false));
        var action = RemedyCatalog.Find(remedy.Action)!;
        var cause = Bound(first);
        var request = new ApprovalRequest("", remedy.Action, argv, new Command(argv, Limit).ToString(), first.Cause, remedy.Why, action.Risk, action.Undo, ApprovalHash.Of(host.Name, argv, cause), null);
        return StepOutcome.Done(new() { ["found"] = true, ["request"] = JsonSerializer.SerializeToNode(request, StepJson.Default.ApprovalRequest) });
    }

    static string Advice(Verdict verdict) => verdict.First is null ? "nothing to mend" :
        "no safe command mends this" + string.Concat(verdict.First.Remedies.Select(r => $"\n• {r.Why}"));

    static Remedy? Remedy(DiagnosisResult diagnosis) => diagnosis.Remedies.FirstOrDefault(r => r.Changes && RemedyCatalog.Find(r.Action) is not null);

    /// <summary>The approval stands for this cause at this back end, not for whatever is wrong by the time somebody clicks.</summary>
    static string Bound(DiagnosisResult d) => $"{d.Cause} {d.Subject.Upstream} {d.Subject.Service}";

    static async Task<StepOutcome> ApplyAsync(RemedyStep step, StepContext context, Host host, CancellationToken cancel)
    {
        var approval = context.Resolve(step.From);
        if (approval?["state"]?.ToString() != "approved" || approval["request"] is not { } node) return StepOutcome.Failed("there is no approval to act on");
        var request = JsonSerializer.Deserialize(node, StepJson.Default.ApprovalRequest)!;
        var command = new Command(request.Argv, Limit);
        if (context.State.DryRun) return StepOutcome.Done(new() { ["applied"] = false, ["dryRun"] = true }, new ActionTaken(host.Name, command.ToString(), true, "would run", "", true));
        if (context.Services.Budget.Refuses(host.Name, request.Action) is { } refusal) return Refused(refusal, stale: false);

        // look again: the world may have changed while somebody was thinking
        var now = await context.Services.Check.RunAsync(host, context.Services.Defaults.Since, context.Services.Defaults.CheckTimeout, null, cancel);
        if (now.Failure is { } failure) return Refused(failure.Reason, stale: false);
        if (now.Verdict.Diagnoses.Where(d => d.Confidence >= step.Confidence).All(d => ApprovalHash.Of(host.Name, request.Argv, Bound(d)) != request.Hash))
            return Refused(now.Verdict.First is { } other ? $"the diagnosis changed to {other.Cause}: {other.Title}" : "the cause is gone by itself", stale: true);

        var baseline = Baseline.Of(now, context.Services.Clock.GetUtcNow(), context.Services.Defaults.VerifyPaths);
        var result = await host.Executor.RunAsync(command, null, CancellationToken.None);      // begun is begun: its own limit ends it
        var output = Encoding.UTF8.GetString(result.Stdout) + result.Stderr;
        var problem = result.Failure?.Reason ?? (result.ExitCode == 0 ? null : $"exited with {result.ExitCode}");
        var told = new ActionTaken(host.Name, command.ToString(), problem is null, problem ?? "done", output.Length > 4000 ? output[..4000] + "\n[cut]" : output, true);
        var stored = new JsonObject { ["applied"] = true, ["exitCode"] = result.ExitCode, ["baseline"] = JsonSerializer.SerializeToNode(baseline, StepJson.Default.Baseline) };
        return problem is null ? StepOutcome.Done(stored, told) : StepOutcome.Failed(problem, stored, told);

        StepOutcome Refused(string why, bool stale) =>
            StepOutcome.Failed(why, new() { ["applied"] = false, ["stale"] = stale }, new ActionRefused(host.Name, RunState.Key(step.From, context.Host), command.ToString(), why, stale));
    }
}
