using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>
/// The status of pasted evidence. People paste because something fails: healthy is only what shows requests that
/// succeeded and nothing else.
/// </summary>
static class PastedStatus
{
    /// <param name="fails">There is a diagnosis, or an upstream that requests fail at.</param>
    public static VerdictStatus Decide(DiagnosisContext context, bool fails, VerdictWindow window)
    {
        if (fails || window.Failed > 0 || UnknownErrors.In(context).Any())
            return VerdictStatus.Unhealthy;
        return ShowsSuccess(context) ? VerdictStatus.Healthy : VerdictStatus.Unknown;
    }

    static bool ShowsSuccess(DiagnosisContext context) =>
        context.Requests is { Requests: > 0 } requests
        && requests.Lines.All(line => line.Status < 500)
        && !UnknownErrors.Unjudged(context).Any();
}
