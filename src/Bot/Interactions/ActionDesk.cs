using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Commands;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Interactions;

/// <summary>
/// Carries out what a button or its form stands for: the same for every chat and the console. Whether a click still
/// counts and whether this person may is decided here and now, never by what the message once showed.
/// </summary>
public sealed class ActionDesk(Database database, CommandRouter router, ApprovalGate gate)
{
    /// <param name="context">The incident of the message; null elsewhere.</param>
    /// <param name="location">Where the thread of an incident that it opens is to be; null for the default.</param>
    public CommandAnswer Do(
        Transaction unit,
        ChatAction action,
        FormValues values,
        Person person,
        long? context,
        ThreadLocation? location = null
    ) =>
        action switch
        {
            ApproveAction approve => Told(gate.Approve(unit, approve.Approval, person, ReasonIn(values))),
            DenyAction deny => Told(gate.Deny(unit, deny.Approval, person, ReasonIn(values))),
            CommandAction command => router.Press(
                unit,
                command,
                Typed(values),
                person,
                context,
                location
            ),
            _ => new("this button does nothing any more"),
        };

    /// <summary>In a transaction of its own, for somebody who waits for the answer.</summary>
    public Task<CommandAnswer> DoAsync(
        ChatAction action,
        FormValues values,
        Person person,
        long? context
    ) => database.WriteAsync(unit => Do(unit, action, values, person, context), urgent: true);

    /// <summary>Why a decision of this person would not count, before they are asked for words; null when it
    /// would.</summary>
    public CommandAnswer? WhyNot(Transaction unit, ChatAction action, Person person)
    {
        var id = action switch
        {
            ApproveAction approve => approve.Approval,
            DenyAction deny => deny.Approval,
            _ => null,
        };
        return id is not null && gate.WhyNot(unit, id, person) is { } decision ? Told(decision) : null;
    }

    /// <summary>A decision that counted shows on its card.</summary>
    static CommandAnswer Told(Decision decision) =>
        new(decision.Text) { IsShownElsewhere = decision.Kind == DecisionKind.Done };

    static string? ReasonIn(FormValues values) =>
        values[Forms.Reason] is { Length: > 0 } reason ? reason : null;

    /// <summary>What the form of a command adds to what its button says, in the command's own order.</summary>
    static string Typed(FormValues values)
    {
        var time = values[Forms.Time] == Forms.Custom ? values[Forms.Custom] : values[Forms.Time];
        return string.Join(
            ' ',
            new[] { values[Forms.Text], time, values[Forms.Reason] }.Where(t => t.Length > 0)
        );
    }
}
