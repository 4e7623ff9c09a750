namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>The window of a verdict: how many requests failed in it, the first and the last.</summary>
static class FailureWindow
{
    /// <param name="startedAt">Our own clock: it stands in for a host that said nothing.</param>
    public static VerdictWindow Of(DiagnosisContext context, DateTimeOffset startedAt)
    {
        var now = context.Now == DateTimeOffset.UnixEpoch ? startedAt : context.Now;
        var requests = context.Requests;
        var failed = requests?.Failed.ToList() ?? [];
        var errors = context.Failing.SelectMany(upstream => upstream.Errors).ToList();
        var first = failed.Min(line => line.Time) ?? errors.Min(group => group.First);
        var last = failed.Max(line => line.Time) ?? errors.Max(group => group.Last);
        return new(
            From: (now - context.Since).ToUniversalTime(),
            To: now.ToUniversalTime(),
            Requests: requests?.Requests ?? 0,
            Status502: requests?.Count(502) ?? 0,
            Status504: requests?.Count(504) ?? 0,
            FirstAt: first?.ToUniversalTime(),
            LastAt: last?.ToUniversalTime()
        );
    }
}
