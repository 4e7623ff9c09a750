namespace ChatOps502.Probes.Applications;

/// <summary>Words that a telling line holds, capitals or not.</summary>
/// <param name="Also">Further words that must stand in the same line; null: the first are enough.</param>
public sealed record RemarkPhrase(RemarkKind Kind, string Words, string? Also = null)
{
    public bool Fits(string line) => Holds(line, Words) && (Also is null || Holds(line, Also));

    static bool Holds(string line, string words) =>
        line.Contains(words, StringComparison.OrdinalIgnoreCase);
}
