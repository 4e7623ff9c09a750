using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>
/// A full disk of a host whose nginx runs: a risk, even when no request has failed because of it yet.
/// </summary>
sealed class FullDisks : FailureSource
{
    public override IEnumerable<FailingUpstream> FindIn(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> known
    )
    {
        if (context.Configuration?.Running != true || FullDisk.OnNginxHost(context) is null)
            return [];
        return
        [
            new FailingUpstream
            {
                Context = context,
                BackendHost = context.Facts,
                BackendHostProbed = true,
            },
        ];
    }
}
