namespace ChatOps502.Probes.Collection;

/// <summary>Makes one word of any text.</summary>
public static class ShellQuote
{
    /// <summary>A word that no POSIX shell takes apart, expands or runs.</summary>
    public static string Of(string word) => "'" + word.Replace("'", "'\\''") + "'";
}
