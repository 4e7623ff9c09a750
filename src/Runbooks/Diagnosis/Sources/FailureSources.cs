namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>Every place where failing upstreams are looked for, the surest first. One file and one line each.</summary>
static class FailureSources
{
    public static IReadOnlyList<FailureSource> All { get; } =
    [
        new NginxErrorLog(),
        new UnresponsivePeers(),
        new FullDisks(),
        new FailedRequests(),
        new PastedTrouble(),
    ];

    /// <returns>Those with the most error lines first.</returns>
    public static IReadOnlyList<FailingUpstream> FindIn(DiagnosisContext context)
    {
        var found = new List<FailingUpstream>();
        foreach (var source in All)
            found.AddRange(source.FindIn(context, found).ToList());
        return [.. found.OrderByDescending(upstream => upstream.Count)];
    }
}
