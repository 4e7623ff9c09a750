using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class BackendSaturatedTests() : CauseTests("backend-saturated")
{
    const string PhpSocket = "/run/php/php8.2-fpm.sock";

    protected override Scene Typical => FullQueue;

    static Scene FullQueue =>
        Shop.Errors(LogMessages.Late)
            .Listens(3000, "node", 42, queue: 600)
            .Answers("127.0.0.1:3000", 110, "read", ms: 800);

    static Scene FullPool
    {
        get
        {
            var settings = new Dictionary<string, string>
            {
                ["listen"] = PhpSocket,
                ["pm.max_children"] = "5",
            };
            var pool = new PhpPool("www", "/etc/php/8.2/fpm/pool.d/www.conf", settings);
            var line = new PhpLogLine(
                Scene.Now.AddSeconds(-60).DateTime,
                "WARNING",
                "www",
                "server reached pm.max_children setting (5), consider raising it"
            );
            return new Scene()
                .Configured(
                    "server { server_name shop.example; location / { fastcgi_pass unix:"
                        + PhpSocket
                        + "; } }"
                )
                .Errors(LogMessages.Late, upstream: $"fastcgi://unix:{PhpSocket}:")
                .Unit("php8.2-fpm", "active", pid: 43)
                .With(new PhpFpm([pool], [line], []))
                .With(new Memory(8_000_000, 4_000_000, 0, 0));
        }
    }

    [Fact]
    public void A_pool_says_itself_that_it_is_full()
    {
        var verdict = FullPool.Judge();
        AssertFirst("backend-saturated", verdict);
        Assert.Contains(verdict.First!.Evidence, e => e.Text.EndsWith("(pm.max_children = 5)"));
    }

    [Fact]
    public void Yields_to_a_frozen_process() =>
        AssertYields(
            FullQueue.Process(42, 'T', "node server.js"),
            "backend-slow",
            "its process is stopped, so the queue fills for that reason"
        );

    [Fact]
    public void A_full_service_is_restarted() => AssertProposes(Typical, "systemctl restart shop");

    [Fact]
    public void A_pool_gets_as_many_children_as_memory_holds() =>
        AssertProposes(FullPool, "edit /etc/php/8.2/fpm/pool.d/www.conf: pm.max_children = 20");

    [Fact]
    public void A_service_without_file_descriptors_is_full_as_well()
    {
        var verdict = HealthyShop
            .Errors(LogMessages.Reset)
            .Logs("shop", "accept4: Too many open files")
            .Judge();
        AssertFirst("backend-saturated", verdict);
        Assert.Equal("shop has no file descriptor left", verdict.First!.Title);
    }
}
