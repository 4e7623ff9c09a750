namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class BackendSlowTests() : CauseTests("backend-slow")
{
    protected override Scene Typical => Hung();

    static Scene Hung(int queue = 0) =>
        Shop.Errors(LogMessages.Late)
            .Listens(3000, "node", 42, queue)
            .Answers("127.0.0.1:3000", 110, "read", ms: 800);

    [Fact]
    public void A_stopped_process_is_slow_because_it_is_frozen()
    {
        var verdict = Hung().Process(42, 'T', "node server.js").Judge();
        Assert.Equal(("backend-slow", "shop is frozen"), (verdict.First!.Cause, verdict.First.Title));
        Assert.Equal("service.resume", verdict.First.Remedies[0].Action);
    }

    [Fact]
    public void Of_several_on_one_port_the_stopped_one_continues()
    {
        var verdict = Shop.Errors(LogMessages.Late)
            .Unit("shop@2", "active", pid: 43)
            .Listens(3000, "node", 42)
            .Listens(3000, "node", 43)
            .Process(42, 'S', "node server.js")
            .Process(43, 'T', "node server.js")
            .Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK")
            .Judge();
        var remedy = verdict.First!.Remedies[0];
        Assert.Equal(("backend-slow", "service.resume"), (verdict.First.Cause, remedy.Action));
        Assert.Equal("shop@2", remedy.Args["service"]);
    }

    [Fact]
    public void Yields_to_busy_workers() =>
        AssertYields(
            Hung(queue: 600),
            "backend-saturated",
            "all its workers are busy: 600 connections wait"
        );

    [Fact]
    public void A_hung_service_is_restarted() => AssertProposes(Typical, "systemctl restart shop");

    [Fact]
    public void A_slow_page_beside_quick_ones_may_get_more_time_and_never_first()
    {
        var remedies = HealthyShop.Errors(LogMessages.Late).Judge().First!.Remedies;
        Assert.False(remedies[0].Changes);
        Assert.Equal("edit nginx.conf: proxy_read_timeout 120s", remedies[1].Command);
    }
}
