namespace ChatOps502.Probes.Text;

/// <summary>Counts as tools print them, kept so small that sums of them never overflow.</summary>
public static class Counted
{
    const long Most = 1_000_000_000_000;

    /// <summary>0 for what is no count.</summary>
    public static long Of(string text) => long.TryParse(text, out var n) ? Math.Clamp(n, 0, Most) : 0;
}
