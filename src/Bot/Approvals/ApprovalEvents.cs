using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;

namespace ChatOps502.Bot.Approvals;

/// <param name="MayDecide">Who is named for it; empty: everybody who sees it.</param>
public sealed record ApprovalRequested(Approval Approval, IReadOnlyList<string> MayDecide, RunHead Run)
    : RunStory(Run, Person.Runbook)
{
    public override string Kind => "approval.requested";

    public override string Text => $"approval wanted: {Approval.Shown}";

    public override string Data =>
        $$"""{"approval":"{{Approval.Id}}","hash":"{{Approval.Request.Hash}}"}""";

    public override IReadOnlyList<ThreadPost> Posts => [ApprovalCard.Post(Approval, MayDecide)];

    public override string Progress =>
        $"{Approval.Request.OnHost ?? Approval.Host}: waiting for a decision";
}

/// <summary>One fix, one decision: this incident waits for the one that asked first.</summary>
/// <param name="First">That one.</param>
public sealed record ApprovalJoined(Approval Approval, long First, RunHead Run)
    : RunStory(Run, Person.Runbook)
{
    public override string Kind => "approval.joined";

    public override string Text =>
        $"the same fix waits for a decision in {Incident.IdOf(First)}: {Approval.Shown}";

    public override string Data => $$"""{"approval":"{{Approval.Id}}"}""";

    public override IReadOnlyList<ThreadPost> Posts => [ApprovalCard.JoinedPost(Approval, Text)];

    public override string Progress =>
        $"{Approval.Request.OnHost ?? Approval.Host}: waiting for a decision";
}

/// <summary>Approved, denied, expired or stale.</summary>
/// <param name="Approval">As it is now.</param>
public sealed record ApprovalSettled(
    Approval Approval,
    IReadOnlyList<string> MayDecide,
    string? Reason,
    Person By
) : IncidentEvent(By)
{
    public override string Kind => "approval." + Approval.State.Text();

    public override string Text => $"{Approval.State.Text()}: {Approval.Shown}{Because}";

    public override IReadOnlyList<ThreadPost> Posts => [ApprovalCard.Post(Approval, MayDecide)];

    string Because => string.IsNullOrWhiteSpace(Reason) ? "" : $" ({Reason})";
}

/// <summary>The same in an incident that had joined.</summary>
/// <param name="First">The incident in which it was decided.</param>
public sealed record JoinedApprovalSettled(Approval Approval, long First, Person By) : IncidentEvent(By)
{
    public override string Kind => "approval." + Approval.State.Text();

    public override string Text =>
        $"{Approval.State.Text()} in {Incident.IdOf(First)} by {By.Name}: {Approval.Shown}";

    public override IReadOnlyList<ThreadPost> Posts => [ApprovalCard.JoinedPost(Approval, Text)];
}

/// <summary>Somebody clicked who may not decide this.</summary>
public sealed record DecisionRefused(string Refusal, Person By) : IncidentEvent(By)
{
    public override string Kind => "approval.refused";

    public override string Text => Refusal;
}

/// <summary>Somebody takes a change back; their click is the approval.</summary>
public sealed record UndoApproved(string Command, string Host, string? Reason, Person By)
    : IncidentEvent(By)
{
    public override string Kind => "approval.approved";

    public override string Text => $"approved: {Command} on {Host}{Because}";

    string Because => string.IsNullOrWhiteSpace(Reason) ? "" : $" ({Reason})";
}
