namespace ChatOps502.Lab.Tests.Faults;

/// <summary>Something broken on a real host, and what a specialist would call it.</summary>
/// <param name="Name">A word, so that test lists read well.</param>
/// <param name="Script">Sets the host up, breaks it, and sends the requests that fail.</param>
/// <param name="Cause">The expected first diagnosis; null for a host that is healthy.</param>
/// <param name="Status">The expected status; null: unhealthy with a cause, healthy without.</param>
/// <param name="Service">The service the diagnosis must name; null where it need not.</param>
public sealed record Fault(
    string Name,
    string Script,
    string? Cause,
    string? Service = null,
    string? Status = null
)
{
    public override string ToString() => Name;
}
