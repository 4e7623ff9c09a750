using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Interactions;

/// <summary>Which buttons need words, what is asked for, and what is wrong with an answer.</summary>
public sealed class Forms(ApprovalStore approvals, AccessPolicy access)
{
    internal const string Reason = "reason";
    internal const string Text = "text";
    internal const string Time = "time";
    internal const string Custom = "custom";

    /// <summary>Whether a click asks for words, as far as the button itself tells.</summary>
    public bool Needs(ChatAction action) =>
        action switch
        {
            DenyAction => true,
            ApproveAction => access.WantsReason,
            CommandAction { Word: "note" or "silence" } => true,
            _ => false,
        };

    /// <summary>Null for a button that acts at once, and for an approval that is not there.</summary>
    public Form? Of(ChatAction action) =>
        action switch
        {
            DenyAction deny => Decision(deny, deny.Approval, "Deny", isOptional: !access.WantsReason),
            ApproveAction approve when access.WantsReason => Decision(
                approve,
                approve.Approval,
                "Approve",
                isOptional: false
            ),
            CommandAction { Word: "note" } => Note(action),
            CommandAction { Word: "silence" } => Silence(action),
            _ => null,
        };

    Form? Decision(ChatAction action, string id, string verb, bool isOptional) =>
        approvals.Find(id) is { } approval
            ? new(
                action,
                verb,
                verb,
                [new TextField(Reason, "Reason", isOptional)],
                new FormText($"On {approval.Host}:", approval.Command)
            )
            : null;

    static Form Note(ChatAction action) =>
        new(action, "Add note", "Add", [new TextField(Text, "Note", IsLong: true)]);

    static Form Silence(ChatAction action) =>
        new(
            action,
            "Silence alert",
            "Silence",
            [
                new ChoiceField(
                    Time,
                    "For how long",
                    [new("30 minutes", "30m"), new("2 hours", "2h"), new("another time", Custom)]
                ),
                new TextField(Custom, "Another time", IsOptional: true, Placeholder: "45m, 4h or 1d"),
                new TextField(
                    Reason,
                    "Reason",
                    IsOptional: true,
                    Placeholder: "for whoever wonders in Alertmanager"
                ),
            ]
        );

    /// <summary>What is wrong with an answer, by field, while the form is still open; empty when nothing is.</summary>
    public static IReadOnlyDictionary<string, string> Problems(ChatAction action, FormValues values)
    {
        Dictionary<string, string> problems = [];
        var isSilence = action is CommandAction { Word: "silence" };
        if (
            isSilence
            && values[Time] == Custom
            && Silencer.ReadTime(values[Custom]).Problem is { } problem
        )
            problems[Custom] = $"'{values[Custom]}' {problem}";
        return problems;
    }
}
