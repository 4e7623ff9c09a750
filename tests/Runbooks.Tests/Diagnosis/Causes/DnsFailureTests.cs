using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class DnsFailureTests() : CauseTests("dns-failure")
{
    protected override Scene Typical =>
        new Scene().Errors("api.internal could not be resolved (3: Host not found)");

    static Scene Moved(string name, string from, string to) =>
        new Scene()
            .Configured(
                $"server {{ server_name shop.example; location / {{ proxy_pass http://{name}:8080; }} }}"
            )
            .Errors(LogMessages.Refused, upstream: $"http://{from}:8080/")
            .With(new UpstreamNames([new(name, [to])], [], []))
            .Unit("nginx", "active", pid: 10);

    [Fact]
    public void The_name_is_told() =>
        Assert.Equal("api.internal does not resolve", Typical.Judge().First!.Title);

    [Fact]
    public void A_variable_needs_a_resolver() =>
        Assert.Equal(
            "no resolver is set for api.internal",
            new Scene().Errors("no resolver defined to resolve api.internal").Judge().First!.Title
        );

    [Fact]
    public void A_name_that_moved_needs_a_reload()
    {
        var scene = Moved("api.internal", from: "10.0.0.8", to: "10.0.0.9");
        AssertFirst("dns-failure", scene.Judge());
        AssertProposes(scene, "systemctl reload nginx");
        Assert.Contains(
            scene.Judge().First!.Against,
            a => a.StartsWith("not backend-down: api.internal resolves")
        );
    }

    [Fact]
    public void What_nginx_keeps_is_compared_with_what_its_own_resolver_says()
    {
        var names = new UpstreamNames([new("api.internal", ["10.0.0.8"])], ["10.0.0.2 valid=1h"], [])
        {
            ByResolver = [new("api.internal", ["10.0.0.9"])],
        };
        var scene = Moved("api.internal", from: "10.0.0.8", to: "10.0.0.8").With(names);
        AssertProposes(scene, "systemctl reload nginx");
    }

    [Fact]
    public void Yields_to_a_container_that_moved() =>
        AssertYields(
            Moved("api", from: "172.18.0.3", to: "172.18.0.4"),
            "container-network",
            "the address is a container's"
        );

    [Fact]
    public void A_name_that_does_not_resolve_gets_advice() =>
        AssertAdvises(Typical, "check the name, resolver in nginx and nameserver in /etc/resolv.conf");
}
