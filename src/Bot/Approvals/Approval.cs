using ChatOps502.Bot.Access;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Approvals;

/// <summary>A decision that a run waits for.</summary>
/// <param name="State">waiting, approved, denied, expired or stale.</param>
public sealed record Approval(
    string Id,
    string RunId,
    long? IncidentId,
    string StepKey,
    string Host,
    string Action,
    string Command,
    ApprovalRequest Request,
    string State,
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
    public Person Requester => new(RequestedBy, RequestedBySource, RequestedById);
}
