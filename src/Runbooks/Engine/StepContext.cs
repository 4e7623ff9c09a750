using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Engine;

/// <summary>Runs a step of any type.</summary>
public delegate Task<StepOutcome> StepRunner(Step step, StepContext context, CancellationToken cancel);

/// <summary>Stores that a command begins which changes the host; to be called just before it does.</summary>
/// <param name="output">What later steps need even if the end is never heard of.</param>
/// <param name="ticket">With which the command may be sent again; null when it must not be.</param>
public delegate Task BeginChange(
    StepOutput output,
    Ticket? ticket,
    params IReadOnlyList<RunEvent> events
);

/// <summary>Everything a step can reach while it runs.</summary>
/// <param name="Host">The host of the surrounding each-host group; null outside of one.</param>
/// <param name="Key">The step's own key in the run.</param>
public sealed record StepContext(
    RunState State,
    string? Host,
    string Key,
    StepServices Services,
    BeginChange BeginAsync
)
{
    /// <summary>What the step's templates can see.</summary>
    public RunValues Values { get; } = new(State, Host);

    public string Filled(string template) => Template.Fill(template, Values.Find);

    /// <summary>The machine the step is about; null when there is none.</summary>
    public Host? Target => Services.Hosts.Find(Host ?? "");

    /// <summary>
    /// Of the change that this step had sent, or was about to send, when the bot died; null for a fresh start.
    /// </summary>
    public Ticket? Interrupted =>
        State.Steps.GetValueOrDefault(Key) is { Status: StepStatus.Interrupted, Ticket: { } number }
            ? new Ticket(number, IsSecondTurn: true)
            : null;

    /// <summary>For a step without a <see cref="Target"/>.</summary>
    public StepFailed NoTarget =>
        Host is null
            ? StepOutcome.Failed("this step needs a host: put it inside each-host")
            : StepOutcome.Failed($"there is no host '{Host}'");
}
