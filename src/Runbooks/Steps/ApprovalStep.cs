using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Loading;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Steps;

/// <summary>Waits for a person to decide about one exact command.</summary>
/// <param name="For">The remedy step that proposed it, or the command or http step that will run it.</param>
/// <param name="ExpireAfter">Null: as configured.</param>
public sealed record ApprovalStep(StepCommon Common, string For, TimeSpan? ExpireAfter) : Step(Common)
{
    public override bool AsksForApproval => true;
}

/// <summary>What became of a request for approval.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalState>))]
public enum ApprovalState
{
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    [JsonStringEnumMemberName("approved")]
    Approved,

    [JsonStringEnumMemberName("denied")]
    Denied,

    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>It no longer fits the world: the incident is over, or the diagnosis changed.</summary>
    [JsonStringEnumMemberName("stale")]
    Stale,

    /// <summary>Another incident asked for the same fix first: its decision counts.</summary>
    [JsonStringEnumMemberName("joined")]
    Joined,

    /// <summary>Of a change to undo: somebody has still to approve it.</summary>
    [JsonStringEnumMemberName("asked")]
    Asked,
}

/// <param name="Request">The one that was asked for, word by word.</param>
/// <param name="By">Who decided.</param>
/// <param name="Reason">Why, as they said it.</param>
/// <param name="Until">Until when an approval may be acted on; null: for ever.</param>
/// <param name="Id">Of a change to undo: the change.</param>
public sealed record ApprovalOutput(
    ApprovalState State,
    ApprovalRequest? Request,
    string? By = null,
    string? Reason = null,
    DateTimeOffset? Until = null,
    string? Id = null
) : StepOutput
{
    public override JsonObject ToJson() => StepJson.ObjectOf(this, StepJson.Default.ApprovalOutput);
}

public sealed class ApprovalType : SettingsStepType<ApprovalStep>
{
    public override string Name => "approval";

    protected override ApprovalStep ReadSettings(YamlPart settings, StepCommon common) =>
        new(common, settings.Required("for"), settings.Span("expire-after"));

    protected override Task<StepOutcome> RunAsync(
        ApprovalStep step,
        StepContext context,
        CancellationToken cancel
    ) => Task.FromResult(Outcome(step, context));

    static StepOutcome Outcome(ApprovalStep step, StepContext context)
    {
        if (RequestOf(step, context) is not { } request)
            return StepOutcome.Failed(
                $"step {step.For} proposes nothing that could be approved: for must name a remedy step that found a "
                    + "fix, or a command or http step"
            );
        if (context.State.DryRun)
            return StepOutcome.Done(
                new ApprovalOutput(ApprovalState.Approved, request),
                new StepNote(
                    context.Host,
                    $"would ask for approval of: {request.Command}",
                    Problem: false
                )
            );
        var host = request.OnHost ?? context.Host ?? string.Join(", ", context.State.Targets);
        return new StepWaiting(
            DueAt: null,
            new ApprovalOutput(ApprovalState.Waiting, request),
            [new ApprovalAsked(host, request)]
        );
    }

    static ApprovalRequest? RequestOf(ApprovalStep step, StepContext context) =>
        context.State.Runbook.Find(step.For) switch
        {
            CommandStep command => Plain(step, context, command, "command", command.Filled(context)),
            HttpStep http => Plain(step, context, http, "http", [http.Method, context.Filled(http.Url)]),
            _ => Proposed(step, context),
        };

    static ApprovalRequest? Proposed(ApprovalStep step, StepContext context)
    {
        // for the undo runbook "change" is no step: the request came with the run
        var request = context.ProposalOf(step.For);
        return request is null
            ? null
            : request with
            {
                StepKey = context.Key,
                ExpireAfter = step.ExpireAfter,
            };
    }

    static ApprovalRequest Plain(
        ApprovalStep step,
        StepContext context,
        Step target,
        string action,
        IReadOnlyList<string> argv
    ) =>
        new(
            StepKey: context.Key,
            Action: action,
            Argv: argv,
            Command: Command.Shown(argv),
            Cause: "",
            Why: $"step {target.Id} of {context.State.Runbook.Name}",
            Risk: "its author marked it as changing something",
            Undo: null,
            Hash: ApprovalHash.Of(context.Host ?? "", argv, target.Id),
            ExpireAfter: step.ExpireAfter
        );
}
