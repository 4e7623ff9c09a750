using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Waits for a person to decide about one exact command.</summary>
/// <param name="For">The remedy step that proposed it, or the command step that will run it.</param>
public sealed record ApprovalStep(StepCommon Common, string For, TimeSpan? ExpireAfter) : Step(Common);

public sealed class ApprovalKind : StepKind<ApprovalStep>
{
    public override string Name => "approval";

    public override Step Read(YamlPart part, StepCommon common)
    {
        var inner = part.Part(Name);
        var step = new ApprovalStep(common, inner?.Required("for") ?? "", inner?.Span("expire-after"));
        inner?.NothingElse("approval");
        return step;
    }

    protected override Task<StepOutcome> RunAsync(ApprovalStep step, StepContext context, CancellationToken cancel)
    {
        if (RequestOf(step, context) is not { } request)
            return Task.FromResult(StepOutcome.Failed($"step {step.For} proposes nothing that could be approved"));
        var output = new JsonObject
        {
            ["state"] = "waiting",
            ["request"] = JsonSerializer.SerializeToNode(request, StepJson.Default.ApprovalRequest),
        };
        if (context.State.DryRun)
        {
            output["state"] = "approved";
            return Task.FromResult(
                StepOutcome.Done(output, new Said(context.Host, $"would ask for approval of: {request.Command}", false))
            );
        }
        return Task.FromResult(
            new StepOutcome(
                StepStatus.Waiting,
                output,
                null,
                [new ApprovalAsked(request.OnHost ?? context.Host ?? string.Join(", ", context.State.Targets), request)]
            )
        );
    }

    static ApprovalRequest? RequestOf(ApprovalStep step, StepContext context)
    {
        switch (context.State.Runbook.AllSteps.FirstOrDefault(s => s.Id == step.For))
        {
            case CommandStep command:
                return Plain(step, context, command, command.Filled(context));
            case HttpStep http:
                return Plain(step, context, http, [http.Method, Template.Fill(http.Url, context.Resolve)]);
        }
        return context.Resolve(step.For + ".request") is { } node
            ? JsonSerializer.Deserialize(node, StepJson.Default.ApprovalRequest)! with
            {
                StepKey = context.Key,
                ExpireAfter = step.ExpireAfter,
            }
            : null;
    }

    static ApprovalRequest Plain(ApprovalStep step, StepContext context, Step target, IReadOnlyList<string> argv) =>
        new(
            context.Key,
            target is HttpStep ? "http" : "command",
            argv,
            new Command(argv, TimeSpan.Zero).ToString(),
            "",
            $"step {target.Id} of {context.State.Runbook.Name}",
            "its author marked it as changing something",
            null,
            ApprovalHash.Of(context.Host ?? "", argv, target.Id),
            step.ExpireAfter
        );
}
