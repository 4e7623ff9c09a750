namespace ChatOps502.Probes.Collection;

/// <summary>
/// Turns what a probe printed into facts, the same way for a host that answers now and for kept evidence.
/// </summary>
public static class SectionReader
{
    /// <returns>The fact, or why there is none: what a host prints is never a reason to stop.</returns>
    public static (object? Fact, string? Error) Read(Probe probe, Section section, FactSheet known)
    {
        try
        {
            return (probe.Read(section, known), null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, $"could not read the answer of {probe.Name}: {e.Message}");
        }
    }
}
