namespace ChatOps502.Runbooks.Engine;

/// <summary>What a person is asked to approve: one exact command.</summary>
/// <param name="StepKey">The approval step that asks.</param>
/// <param name="Action">The typed action, for example service.start.</param>
/// <param name="Argv">Exactly what will run.</param>
/// <param name="Command">The same, as a person would type it.</param>
/// <param name="Undo">How it can be rolled back, in words; null when it cannot.</param>
/// <param name="Hash">Binds the approval to host, argv and cause. A file's content before and after is part of the
/// argv, as its checksum.</param>
/// <param name="ExpireAfter">Null: the configured time.</param>
/// <param name="Args">The typed action's arguments, from which argv is made again before it runs; null for a plain
/// command.</param>
/// <param name="Diff">What a file would lose and gain; null when no file is touched.</param>
/// <param name="OnHost">Where it will run; null: on the host of the step.</param>
public sealed record ApprovalRequest(
    string StepKey,
    string Action,
    IReadOnlyList<string> Argv,
    string Command,
    string Cause,
    string Why,
    string Risk,
    string? Undo,
    string Hash,
    TimeSpan? ExpireAfter,
    IReadOnlyDictionary<string, string>? Args = null,
    string? Diff = null,
    string? OnHost = null
)
{
    /// <summary>The action that puts a configuration file back as it was.</summary>
    public const string Undoing = "config.undo";

    public bool IsUndo => Action == Undoing;
}
