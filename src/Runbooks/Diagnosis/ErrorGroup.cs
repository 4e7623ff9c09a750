using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Error-log lines of one kind about one upstream.</summary>
/// <param name="Sample">The newest of them.</param>
public sealed record ErrorGroup(
    ErrorKind Kind,
    int Count,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    ErrorLine Sample
)
{
    /// <summary>The probe that saw them.</summary>
    public string Probe { get; init; } = "nginx.error-log";
}
