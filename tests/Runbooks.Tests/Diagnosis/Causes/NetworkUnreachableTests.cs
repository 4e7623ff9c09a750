using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class NetworkUnreachableTests() : CauseTests("network-unreachable")
{
    protected override Scene Typical =>
        To("10.0.0.9").Errors(LogMessages.NoRoute, upstream: "http://10.0.0.9:8080/");

    static Scene To(string host) =>
        new Scene().Configured(
            $"server {{ server_name shop.example; location / {{ proxy_pass http://{host}:8080; }} }}"
        );

    [Fact]
    public void A_rejecting_firewall_looks_like_a_closed_port()
    {
        var rule = "-A OUTPUT -p tcp -m tcp --dport 8080 -j REJECT --reject-with tcp-reset";
        var scene = To("10.0.0.9")
            .Errors(LogMessages.Refused, upstream: "http://10.0.0.9:8080/")
            .With(new NetworkPaths([], [rule]));
        AssertFirst("network-unreachable", scene.Judge());
        AssertAdvises(scene, "allow exactly this connection before it");
    }

    [Fact]
    public void Yields_to_a_container_that_moved() =>
        AssertYields(
            To("172.18.0.3").Errors(LogMessages.NoRoute, upstream: "http://172.18.0.3:8080/"),
            "container-network",
            "the address is one that container engines give out"
        );

    [Fact]
    public void Yields_to_a_stale_name() =>
        AssertYields(
            To("api.internal")
                .Errors(LogMessages.NoRoute, upstream: "http://10.0.0.8:8080/")
                .With(new UpstreamNames([new("api.internal", ["10.0.0.9"])], [], [])),
            "dns-failure",
            "api.internal resolves to 10.0.0.9 now"
        );
}
