using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Messages;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Approvals;

/// <summary>How an approval looks in the thread; after the decision the same message loses its buttons.</summary>
static class ApprovalCard
{
    /// <param name="mayDecide">Who is named for it; empty: everybody who sees it.</param>
    public static ChatMessage Of(Approval a, IReadOnlyList<string> mayDecide)
    {
        var (tone, head) = a.State switch
        {
            ApprovalState.Waiting => (Tone.Waiting, $"Approval wanted on {a.Host}"),
            ApprovalState.Approved => (
                Tone.Done,
                $"Approved by {a.DecidedBy} at {a.DecidedAt:HH:mm:ss} UTC"
            ),
            ApprovalState.Denied => (
                Tone.Refused,
                $"Denied by {a.DecidedBy} at {a.DecidedAt:HH:mm:ss} UTC"
            ),
            ApprovalState.Expired => (Tone.Refused, "Expired: run the runbook again to ask anew"),
            _ => (Tone.Refused, "Stale: it was not carried out"),
        };
        List<ChatBlock> blocks = [new Heading(head, tone), new Code(a.Command)];
        if (a.Request.Diff is { } diff)
            blocks.Add(new Code(diff));
        blocks.Add(new Fields([.. Facts(a, mayDecide)]));
        if (a.State == ApprovalState.Waiting)
            blocks.Add(new Buttons(Buttons(a)));
        return new($"{head}: {a.Command} on {a.Host}.", blocks, Broadcast: true);
    }

    public static IReadOnlyList<ChatButton> Buttons(Approval a) =>
        [
            new(new ApproveAction(a.Id), "Approve", "primary", $"This runs on {a.Host}:\n{a.Command}"),
            new(new DenyAction(a.Id), "Deny", "danger"),
        ];

    static IEnumerable<Field> Facts(Approval a, IReadOnlyList<string> mayDecide)
    {
        yield return new("Host", a.Host);
        if (a.Request.Cause.Length > 0)
            yield return new("Cause", a.Request.Cause);
        yield return new("Why", a.Request.Why);
        yield return new("Risk", a.Request.Risk);
        yield return new("Undo", a.Request.Undo ?? "none");
        yield return new("Asked by", a.RequestedBy);
        if (a.State == ApprovalState.Waiting)
        {
            yield return mayDecide.Count > 0
                ? new("May decide", string.Join(", ", mayDecide), People: mayDecide)
                : new("May decide", "everybody who sees this");
            yield return new("Expires", $"{a.ExpiresAt:HH:mm:ss} UTC", a.ExpiresAt);
        }
        if (a.Reason is { Length: > 0 } reason)
            yield return new("Reason", reason);
    }

    /// <summary>The card in the thread of its incident.</summary>
    public static ThreadPost Post(Approval a, IReadOnlyList<string> mayDecide) =>
        new("approval:" + a.Id, Of(a, mayDecide));

    /// <summary>What stands in the thread of an incident that waits for another one's decision.</summary>
    public static ThreadPost JoinedPost(Approval a, string text) =>
        new("joined:" + a.Id, ChatMessage.Of(text));
}
