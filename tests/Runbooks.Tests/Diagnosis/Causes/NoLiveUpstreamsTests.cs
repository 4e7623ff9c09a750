namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class NoLiveUpstreamsTests() : CauseTests("no-live-upstreams")
{
    protected override Scene Typical =>
        Group()
            .Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK")
            .Answers("127.0.0.1:3001", 0, "done", "HTTP/1.1 200 OK");

    static Scene Group(string limit = "") =>
        new Scene()
            .Configured(
                $"upstream shop {{ server 127.0.0.1:3000{limit}; server 127.0.0.1:3001; }} "
                    + "server { server_name shop.example; location / { proxy_pass http://shop; } }"
            )
            .Errors(LogMessages.NoLive, upstream: "http://shop/");

    [Fact]
    public void Yields_to_what_its_peers_fail_of() =>
        AssertYields(
            Group()
                .Errors(LogMessages.Refused, 30)
                .Unit("shop", "inactive", command: "PORT=3000")
                .Answers("127.0.0.1:3000", 111, "connect"),
            "backend-down",
            "its peers fail for reasons of their own"
        );

    [Fact]
    public void A_reload_forgets_which_peers_had_failed() =>
        AssertProposes(Typical.Unit("nginx", "active", pid: 10), "systemctl reload nginx");

    [Fact]
    public void Servers_that_were_taken_out_by_hand_are_put_back_by_hand()
    {
        var verdict = Typical
            .Configured(
                "upstream shop { server 127.0.0.1:3000 down; server 127.0.0.1:3001 down; } "
                    + "server { server_name shop.example; location / { proxy_pass http://shop; } }"
            )
            .Unit("nginx", "active", pid: 10)
            .Judge();
        var remedy = Assert.Single(verdict.First!.Remedies);
        Assert.StartsWith("remove down from a server of upstream shop", remedy.Why);
    }

    [Fact]
    public void A_limit_of_connections_looks_the_same() =>
        AssertAdvises(Group(" max_conns=2"), "raise max_conns, or let requests wait with queue");
}
