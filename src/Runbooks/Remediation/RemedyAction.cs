using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>A typed action: from a few named arguments to the exact argv, never from free text.</summary>
public abstract class RemedyAction
{
    /// <summary>As the contract writes it: <c>service.start</c>, <c>nginx.set</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it costs, in words for the person who approves.</summary>
    public abstract string Risk { get; }

    /// <summary>Finds out what exactly would run on this host. Changes nothing.</summary>
    public abstract Task<Prepared> PrepareAsync(
        IReadOnlyDictionary<string, string> args,
        Host host,
        CancellationToken cancel
    );
}

/// <summary>A change that is ready to be carried out, or the reason why it cannot be.</summary>
/// <param name="Argv">Exactly what will run, sudo included; empty when there is a problem.</param>
/// <param name="Shown">The same for a person.</param>
/// <param name="Stdin">What the command reads.</param>
/// <param name="Diff">What a file loses and gains; null when no file is touched.</param>
/// <param name="Undo">The argv that takes it back; null when nothing does.</param>
public sealed record Prepared(
    IReadOnlyList<string> Argv,
    string Shown,
    string? Problem = null,
    byte[]? Stdin = null,
    string? Diff = null,
    IReadOnlyList<string>? Undo = null
)
{
    /// <summary>It cannot be carried out, and why.</summary>
    public static Prepared Impossible(string problem) => new([], "", problem);
}
