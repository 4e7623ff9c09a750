using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class ConnectTimeoutTests() : CauseTests("connect-timeout")
{
    const string Upstream = "http://10.0.0.9:8080/";

    protected override Scene Typical =>
        new Scene()
            .Configured(
                "server { server_name shop.example; location / { proxy_pass http://10.0.0.9:8080; } }"
            )
            .Errors(LogMessages.ConnectLate, upstream: Upstream);

    [Fact]
    public void A_rule_that_drops_the_packets_is_shown()
    {
        var rule = "-A OUTPUT -p tcp -m tcp --dport 8080 -j DROP";
        var scene = Typical.With(new NetworkPaths([], [rule]));
        Assert.Contains($"a firewall drops them ({rule} on web-01)", scene.Judge().First!.Explanation);
        AssertAdvises(scene, "ask who added this rule and why");
    }

    [Fact]
    public void A_silent_neighbour_is_a_dead_host()
    {
        var path = new NetworkPath("10.0.0.9", "dev eth0", "FAILED");
        Assert.Equal("10.0.0.9 is down", Typical.With(new NetworkPaths([path], [])).Judge().First!.Title);
    }

    [Fact]
    public void Yields_to_a_full_accept_queue() =>
        AssertYields(
            Shop.Errors(LogMessages.ConnectLate).Listens(3000, "node", 42, queue: 600),
            "backend-saturated",
            "600 connections wait in the accept queue"
        );
}
