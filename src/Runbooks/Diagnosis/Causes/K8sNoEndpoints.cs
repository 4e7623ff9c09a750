using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The Kubernetes Service has no ready endpoint.</summary>
public sealed class K8sNoEndpoints : Cause
{
    /// <summary>ingress-nginx points here, to its own default back end, when a Service has no endpoint.</summary>
    const int PlaceholderPort = 8181;

    public override string Id => "k8s-no-endpoints";

    public override string Family => CauseFamily.Network;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.Logged(Points.PlaceholderPort, upstream => upstream.Errors.FirstOrDefault())];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Named, "nginx.config", HasGroupOfIngress)];

    public override bool Concerns(FailingUpstream upstream) =>
        upstream.Backend is { Port: PlaceholderPort, IsLoopback: true }
        || ConfigurationNamesPlaceholder(upstream);

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            "the Kubernetes Service has no ready endpoints",
            "The ingress controller sends requests to its placeholder 127.0.0.1:8181, as it does for a Service without "
                + "ready endpoints."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "kubectl get endpoints and kubectl describe pod: readiness probes, the Service's selector, named ports"
            ),
        ];

    static bool ConfigurationNamesPlaceholder(FailingUpstream upstream) =>
        upstream
            .Context.Facts.Raw.GetValueOrDefault("nginx_conf", "")
            .Contains($"127.0.0.1:{PlaceholderPort}");

    static string? HasGroupOfIngress(FailingUpstream upstream) =>
        upstream.Context.Configuration?.Group("upstream_balancer") is null
            ? null
            : "upstream_balancer is the group of ingress-nginx";
}
