using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The Kubernetes Service has no ready endpoint.</summary>
public sealed class K8sNoEndpoints : Cause
{
    public override string Id => "k8s-no-endpoints";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        // ingress-nginx points to 127.0.0.1:8181, its own default back end, when a Service has no endpoint
        if (
            f.Backend is not { Port: 8181, IsLoopback: true }
            && !s.Facts.Raw.GetValueOrDefault("nginx_conf", "").Contains("127.0.0.1:8181")
        )
            return;
        if (f.Signals.FirstOrDefault() is not { } lines)
            return;
        h.For(Weight.PlaceholderPort, lines);
        if (s.Configuration?.Group("upstream_balancer") is not null)
            h.For(Weight.Named, "nginx.config", "upstream_balancer is the group of ingress-nginx");
        h.Title = "the Kubernetes Service has no ready endpoints";
        h.Explanation =
            "The ingress controller sends requests to its placeholder 127.0.0.1:8181, as it does for a Service "
            + "without ready endpoints.";
        h.Mend(
            RemedyCatalog.Advice(
                "kubectl get endpoints and kubectl describe pod: readiness probes, the Service's selector, named ports"
            )
        );
    }
}
