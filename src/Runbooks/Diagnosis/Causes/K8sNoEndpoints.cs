using ChatOps502.Probes.Applications;
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
    [
        Rule.Logged(Points.PlaceholderPort, upstream => upstream.Errors.FirstOrDefault())
            .When(IsPlaceholder),
        Rule.Said(Points.PlaceholderPort, RemarkKind.NoEndpoints),
        Rule.For(Points.Named, "nginx.access-log", IngressHadNoUpstream),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Named, "nginx.config", HasGroupOfIngress)];

    static bool IsPlaceholder(FailingUpstream upstream) =>
        upstream.Backend is { Port: PlaceholderPort, IsLoopback: true }
        || ConfigurationNamesPlaceholder(upstream);

    public override Wording Describe(FailingUpstream upstream) =>
        upstream.Said(RemarkKind.NoEndpoints) is { } said
            ? new(
                "the Kubernetes Service has no ready endpoints",
                $"No pod behind the Service is ready: {said.Text.TrimEnd('.')}."
            )
            : DescribePlaceholder(upstream);

    static Wording DescribePlaceholder(FailingUpstream upstream) =>
        new(
            "the Kubernetes Service has no ready endpoints",
            upstream.Requests.Count > 0
                ? "The ingress controller answered 503 and had no address to ask, as it does for a Service "
                    + "without ready "
                    + "endpoints."
                : "The ingress controller sends requests to its placeholder 127.0.0.1:8181, as it does for a Service "
                    + "without ready endpoints."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "kubectl get endpoints and kubectl describe pod: readiness probes, the Service's selector, named ports"
            ),
        ];

    /// <summary>ingress-nginx answers 503 and names no address: ... [shop-web-80] [] - - - -</summary>
    static string? IngressHadNoUpstream(FailingUpstream upstream)
    {
        var refused = upstream
            .Requests.Where(line => line.Status == 503 && line.Raw.Contains("] [] - - - "))
            .ToList();
        return refused.Count == 0
            ? null
            : $"{refused.Count} requests got 503, and the ingress had no address to ask";
    }

    static bool ConfigurationNamesPlaceholder(FailingUpstream upstream) =>
        upstream
            .Context.Facts.Raw.GetValueOrDefault("nginx_conf", "")
            .Contains($"127.0.0.1:{PlaceholderPort}");

    static string? HasGroupOfIngress(FailingUpstream upstream) =>
        upstream.Context.Configuration?.Group("upstream_balancer") is null
            ? null
            : "upstream_balancer is the group of ingress-nginx";
}
