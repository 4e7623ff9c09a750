namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>One kind of evidence that failing upstreams are found in.</summary>
abstract class FailureSource
{
    /// <param name="known">The upstreams that earlier sources found.</param>
    public abstract IEnumerable<FailingUpstream> FindIn(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> known
    );
}
