namespace ChatOps502.Runbooks.Remediation;

/// <summary>One way to fix a cause: an action that can be prepared and approved, or advice.</summary>
/// <param name="Action">A typed action such as <c>service.start</c>, or <c>advice</c> when no command can do
/// it.</param>
/// <param name="Command">What would run, as a person would type it; empty for advice.</param>
/// <param name="Why">What it achieves, and what it costs.</param>
public sealed record Remedy(
    string Action,
    IReadOnlyDictionary<string, string> Args,
    string Command,
    bool Changes,
    bool NeedsApproval,
    string Why
)
{
    /// <summary>What no command can do.</summary>
    public static Remedy Advice(string why) =>
        new("advice", new Dictionary<string, string>(), "", Changes: false, NeedsApproval: false, why);

    /// <summary>A change of a host: it waits for somebody's approval.</summary>
    public static Remedy Change(
        string action,
        IReadOnlyDictionary<string, string> args,
        string command,
        string why
    ) => new(action, args, command, Changes: true, NeedsApproval: true, why);
}
