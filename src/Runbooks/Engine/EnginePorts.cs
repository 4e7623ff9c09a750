namespace ChatOps502.Runbooks.Engine;

// What the engine needs from whoever hosts it.

/// <summary>
/// Keeps runs. An append is one transaction: the entries, and whatever the story makes of the events.
/// </summary>
public interface IRunJournal
{
    /// <exception cref="JournalException">It cannot be read just now.</exception>
    RunState Load(string runId);

    /// <exception cref="JournalException">Nothing of it was stored.</exception>
    Task AppendAsync(string runId, IReadOnlyList<JournalEntry> entries, IReadOnlyList<RunEvent> events);
}

/// <summary>
/// The journal cannot be used just now: locked, or the disk is full. The same call may succeed a little later.
/// </summary>
public sealed class JournalException(string message, Exception inner) : Exception(message, inner);

/// <summary>Keeps evidence, without its secrets.</summary>
public interface IEvidenceStore
{
    /// <returns>The artifact's id.</returns>
    Task<string> SaveAsync(string runId, string name, string content);

    /// <summary>A JSON document as it may be stored and shown: secrets are masked.</summary>
    string Redact(string json);
}

/// <summary>How often the bot may change a host.</summary>
public interface IChangeBudget
{
    /// <summary>Null when the action may run now; else why not.</summary>
    string? Refuses(string host, string action);
}
