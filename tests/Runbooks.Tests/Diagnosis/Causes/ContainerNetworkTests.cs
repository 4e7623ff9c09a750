using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class ContainerNetworkTests() : CauseTests("container-network")
{
    const string Upstream = "http://172.18.0.3:3000/";

    protected override Scene Typical => To("172.18.0.3").Errors(LogMessages.NoRoute, upstream: Upstream);

    static Scene To(string host) =>
        new Scene().Configured(
            $"server {{ server_name shop.example; location / {{ proxy_pass http://{host}:3000; }} }}"
        );

    [Fact]
    public void Where_the_container_runs_now_is_told()
    {
        var container = new Container("api", "running", 0, false, 0, "", ["172.18.0.4"], [], []);
        var scene = To("api")
            .Errors(LogMessages.NoRoute, upstream: Upstream)
            .With(new UpstreamNames([new("api", ["172.18.0.4"])], [], []))
            .With(new Containers([container]))
            .Unit("nginx", "active", pid: 10);
        AssertFirst("container-network", scene.Judge());
        Assert.Contains(scene.Judge().First!.Evidence, e => e.Text == "container api runs at 172.18.0.4");
        AssertProposes(scene, "systemctl reload nginx");
    }

    [Fact]
    public void An_unreachable_network_yields_to_it() =>
        Assert.Contains(
            Typical.Judge().First!.Against,
            a => a == "not network-unreachable: the address is one that container engines give out"
        );

    [Fact]
    public void Without_a_name_there_is_advice_only() =>
        AssertAdvises(Typical, "reload nginx after containers are recreated");
}
