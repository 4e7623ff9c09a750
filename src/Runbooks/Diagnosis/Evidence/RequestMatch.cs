using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Which requests of the access log concern an upstream.</summary>
static class RequestMatch
{
    /// <summary>By virtual host, as far as the log and the upstream tell one.</summary>
    public static bool IsFor(AccessLine line, FailingUpstream upstream) =>
        line.Host is null || upstream.Vhost is null || line.Host == upstream.Vhost;

    /// <summary>Requests were served before the first failure.</summary>
    public static bool ServedBeforeFirstFailure(FailingUpstream upstream)
    {
        var first = upstream.Errors.Min(group => group.First);
        return upstream.Context.Requests?.Lines.Any(line =>
                line.Status is < 500 && line.Time < first && IsFor(line, upstream)
            ) == true;
    }
}
