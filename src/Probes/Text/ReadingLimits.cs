namespace ChatOps502.Probes.Text;

/// <summary>
/// How much of a text from outside is read. Every reader keeps to these, so that none of them costs more than its input
/// is long.
/// </summary>
/// <remarks>Counters only, no clock: the same text is always read the same way. What exceeds a limit is a <see
/// cref="FormatException"/> in plain words.</remarks>
public static class ReadingLimits
{
    /// <summary>Characters of one line; the rest of it is left out before any pattern sees it.</summary>
    public const int Line = 8_000;

    /// <summary>Lines of one answer.</summary>
    public const int Lines = 50_000;

    /// <summary>Blocks within blocks, files that include files: nginx's own examples need six.</summary>
    public const int Depth = 64;

    /// <summary>Things of which a host has dozens, at the most thousands: services, files, containers.</summary>
    public const int Things = 2_000;

    /// <summary>Sources that one answer lists as unreadable.</summary>
    public const int UnreadableSources = 50;

    /// <summary>The line, cut where it is too long.</summary>
    public static string Cut(string line) => line.Length <= Line ? line : line[..Line];

    /// <exception cref="FormatException">Says what there is too much of.</exception>
    public static void Hold(long count, long most, string what)
    {
        if (count > most)
            throw new FormatException($"more than {most:N0} {what}");
    }
}
