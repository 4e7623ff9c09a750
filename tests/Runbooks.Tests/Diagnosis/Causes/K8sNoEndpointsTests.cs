namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class K8sNoEndpointsTests() : CauseTests("k8s-no-endpoints")
{
    const string Upstream = "http://127.0.0.1:8181/";

    protected override Scene Typical =>
        new Scene()
            .Configured(
                "upstream upstream_balancer { server 127.0.0.1:8181; } "
                    + "server { server_name shop.example; location / { proxy_pass http://upstream_balancer; } }"
            )
            .Errors(LogMessages.Refused, upstream: Upstream);

    [Fact]
    public void Another_port_is_no_placeholder() =>
        Assert.DoesNotContain(
            new Scene().Errors(LogMessages.Refused).Judge().Diagnoses,
            d => d.Cause == "k8s-no-endpoints"
        );

    [Fact]
    public void Yields_to_a_service_of_the_host_on_that_port() =>
        AssertFirst(
            "backend-down",
            new Scene()
                .Configured(
                    "server { server_name shop.example; location / { proxy_pass http://127.0.0.1:8181; } }"
                )
                .Errors(LogMessages.Refused, upstream: Upstream)
                .Unit("shop", "inactive", command: "PORT=8181")
                .Answers("127.0.0.1:8181", 111, "connect")
                .Judge()
        );

    [Fact]
    public void There_is_advice_only() => AssertAdvises(Typical, "kubectl get endpoints");
}
