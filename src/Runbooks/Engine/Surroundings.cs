using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Engine;

// What the engine needs from whoever hosts it.

/// <summary>
/// Keeps runs. An append is one transaction: the events, and whatever the story makes of the happenings.
/// </summary>
public interface IRunJournal
{
    /// <exception cref="JournalException">It cannot be read just now.</exception>
    RunState Load(string runId);

    /// <exception cref="JournalException">Nothing of it was stored.</exception>
    void Append(string runId, IReadOnlyList<RunEvent> events, IReadOnlyList<Happening> happenings);
}

/// <summary>
/// The journal cannot be used just now: locked, or no room. The same call may succeed a little later.
/// </summary>
public sealed class JournalException(string message, Exception inner) : Exception(message, inner);

/// <summary>Keeps evidence.</summary>
public interface IArtifacts
{
    /// <returns>The artifact's id.</returns>
    string Save(string runId, string name, string content);

    string Load(string id);
}

/// <summary>How often the bot may act.</summary>
public interface IBudget
{
    /// <summary>Null when the action may run now; else why not.</summary>
    string? Refuses(string host, string action);
}

/// <summary>Everything a step can reach.</summary>
/// <param name="Host">The host of the surrounding each-host group; null outside of one.</param>
/// <param name="Begin">Stores that a command begins which changes the host; to be called just before it.</param>
public sealed record StepContext(
    RunState State,
    string? Host,
    string Key,
    StepServices Services,
    Action<System.Text.Json.Nodes.JsonObject, Happening?> Begin
)
{
    public System.Text.Json.Nodes.JsonNode? Resolve(string path) => State.Resolve(path, Host);
}

public sealed record StepServices(
    IHosts Hosts,
    HostCheck Check,
    HostVerification Verification,
    IArtifacts Artifacts,
    IBudget Budget,
    StepDefaults Defaults,
    HttpClient Http,
    TimeProvider Clock
);

/// <param name="Since">How far back a check looks when the step does not say.</param>
/// <param name="Burst">Requests of a verification's burst; never exceeded.</param>
/// <param name="VerifyPaths">Paths every verification requests beside those that failed.</param>
public sealed record StepDefaults(TimeSpan Since, TimeSpan CheckTimeout, int Burst, IReadOnlyList<string> VerifyPaths);
