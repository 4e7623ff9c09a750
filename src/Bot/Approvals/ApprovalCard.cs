using ChatOps502.Bot.Chat;

namespace ChatOps502.Bot.Approvals;

/// <summary>How an approval looks in the thread; after the decision the same message loses its buttons.</summary>
static class ApprovalCard
{
    public static ChatMessage Of(Approval a)
    {
        var (mood, head) = a.State switch
        {
            "waiting" => ("waiting", $"Approval wanted on {a.Host}"),
            "approved" => ("done", $"Approved by {a.DecidedBy} at {a.DecidedAt:HH:mm:ss} UTC"),
            "denied" => ("refused", $"Denied by {a.DecidedBy} at {a.DecidedAt:HH:mm:ss} UTC"),
            "expired" => ("refused", "Expired: run the runbook again to ask anew"),
            _ => ("refused", "Stale: it was not carried out"),
        };
        var fields = new List<Field> { new("Host", a.Host), new("Why", a.Request.Why), new("Risk", a.Request.Risk), new("Asked by", a.RequestedBy) };
        if (a.Request.Cause.Length > 0) fields.Insert(1, new("Cause", a.Request.Cause));
        if (a.Request.Undo is { } undo) fields.Add(new("Undo", undo));
        if (a.State == "waiting") fields.Add(new("Expires", $"{a.ExpiresAt:HH:mm:ss} UTC"));
        if (a.Reason is { Length: > 0 } reason) fields.Add(new("Reason", reason));
        List<ChatBlock> blocks = [new Heading(head, mood), new Code(a.Command)];
        if (a.Request.Diff is { } diff) blocks.Add(new Code(diff));
        blocks.Add(new Fields(fields));
        if (a.State == "waiting") blocks.Add(new Buttons([new("approve", a.Id, "Approve", "primary"), new("deny", a.Id, "Deny", "danger")]));
        return new($"{head}: {a.Command} on {a.Host}.", blocks);
    }

    public static string Key(Approval a) => "approval:" + a.Id;
}
