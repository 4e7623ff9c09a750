using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>worker_connections or file descriptors of nginx are used up.</summary>
public sealed class ConnectionLimitNginx : Cause
{
    public override string Id => "connection-limit-nginx";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.WorkerConnections, Signal.TooManyFiles) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = "nginx has no connection left to give";
        h.Explanation = "The workers of nginx have reached worker_connections or their limit of open files: new requests fail whatever the back end does.";
        h.Mend(RemedyCatalog.Advice("raise worker_connections and worker_rlimit_nofile together (each proxied request needs two), after looking at what holds the connections"));
    }
}
