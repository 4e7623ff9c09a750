using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>Positive evidence that pages work: silence is none.</summary>
static class Success
{
    /// <summary>
    /// Requests of the window succeeded; on a host that nobody asked anything, its back ends answered the check.
    /// </summary>
    public static bool WasSeen(DiagnosisContext context) =>
        context.Requests is { Requests: > 0 } requests
            ? requests.ByStatus.Any(status => status is { Key: < 500, Value: > 0 })
            : BackendsAnswer(context);

    static bool BackendsAnswer(DiagnosisContext context)
    {
        var tried = context.Facts.Find<PeerAnswers>()?.All.Where(answer => answer.Tried).ToList() ?? [];
        return tried.Count > 0 && tried.TrueForAll(Answers);
    }

    static bool Answers(PeerAnswer answer) =>
        answer is { Connected: true, Silent: false } && answer.HttpStatus is null or < 500;
}
