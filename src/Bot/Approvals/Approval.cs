using ChatOps502.Bot.Access;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Approvals;

/// <summary>A decision that a run waits for.</summary>
public sealed record Approval(
    string Id,
    string RunId,
    long? IncidentId,
    string StepKey,
    string Host,
    string Action,
    string Command,
    ApprovalRequest Request,
    ApprovalState State,
    string RequestedBy,
    string RequestedBySource,
    string? RequestedById,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Reason
)
{
    /// <summary>The command and where it runs, for a sentence.</summary>
    public string Shown => $"{Command} on {Host}";

    public Person Requester => new(RequestedBy, RequestedBySource, RequestedById);
}
