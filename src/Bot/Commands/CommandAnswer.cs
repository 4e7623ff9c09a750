using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Commands;

/// <summary>What a command answered.</summary>
/// <param name="Incident">INC-n, when the answer goes on in a thread; null otherwise.</param>
/// <param name="Then">What has to be asked elsewhere first; its answer takes the place of <paramref name="Text"/>. Null
/// for nothing.</param>
public sealed record CommandAnswer(
    string Text,
    string? Incident = null,
    Func<CancellationToken, Task<string>>? Then = null
)
{
    /// <summary>True when a message that they look at shows it already: nothing more is to be said.</summary>
    public bool IsShownElsewhere { get; init; }

    /// <summary>What to tell the person in the end.</summary>
    public Task<string> TextAsync(CancellationToken cancel) =>
        Then is null ? Task.FromResult(Text) : Then(cancel);

    /// <summary>There is no such thing: the nearest right name, and all known ones.</summary>
    public static CommandAnswer NoSuch(string kind, string name, IReadOnlyList<string> known) =>
        new(Nearest.NoSuch(kind, name, known));
}
