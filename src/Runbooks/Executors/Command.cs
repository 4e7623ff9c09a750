namespace ChatOps502.Runbooks.Executors;

/// <summary>What to run on a host.</summary>
/// <param name="Argv">The program and its arguments; each reaches the program as it is, whatever it contains.</param>
/// <param name="Limit">After this time the command and its children are killed.</param>
/// <param name="Stdin">Fed to the program; null for none.</param>
/// <param name="MaxBytes">Standard output beyond this is read, dropped, and reported as cut.</param>
public sealed record Command(
    IReadOnlyList<string> Argv,
    TimeSpan Limit,
    byte[]? Stdin = null,
    int MaxBytes = 16 << 20
)
{
    /// <summary>
    /// True for a change: it continues to its end or its limit when the connection, or the bot, goes away.
    /// </summary>
    public bool Outlives { get; init; }

    /// <summary>
    /// What the command finds in its environment as C502_WORD, and nobody else on the host: letters, digits and = only.
    /// </summary>
    public string Word { get; init; } = "";

    /// <summary>
    /// Names a change that a host carries out once, however often it is sent; null for anything else.
    /// </summary>
    public Ticket? Ticket { get; init; }

    public static Command Of(TimeSpan limit, params string[] argv) => new(argv, limit);

    /// <summary>As a person would type it into a shell.</summary>
    public override string ToString() => Shown(Argv);

    /// <inheritdoc cref="ToString"/>
    public static string Shown(IEnumerable<string> argv) =>
        string.Join(' ', argv.Select(ShellWord.Shown));
}
