using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class BackendOomTests() : CauseTests("backend-oom")
{
    protected override Scene Typical => Killed();

    static Scene Killed(long? memoryMax = null) =>
        new Scene()
            .Errors(LogMessages.Closed)
            .Unit(
                "shop",
                "failed",
                "oom-kill",
                9,
                "killed",
                livedFor: 600,
                command: "PORT=3000",
                memoryMax: memoryMax
            )
            .Answers("127.0.0.1:3000", 111, "connect");

    [Fact]
    public void The_kernels_kill_of_its_process_is_the_best_evidence()
    {
        var line = "Out of memory: Killed process 42 (node) total-vm:4000kB";
        var kill = new OomKill(
            42,
            "node",
            "/system.slice/shop.service",
            true,
            Scene.Now.AddSeconds(-40),
            1,
            line
        );
        var verdict = Killed().With(new KernelEvents([kill], [], [])).Judge();
        Assert.Contains(verdict.First!.Evidence, evidence => evidence.Text == line);
        Assert.Contains(
            "The kernel killed node because its memory limit was used up",
            verdict.First.Explanation
        );
    }

    [Fact]
    public void A_crash_yields_to_it() =>
        Assert.Contains(
            Typical.Judge().First!.Against,
            a => a == "not backend-crash: it ended because it ran out of memory"
        );

    [Fact]
    public void A_stopped_service_is_started_again() => AssertProposes(Typical, "systemctl start shop");

    [Fact]
    public void Its_limit_is_doubled_when_the_host_has_room()
    {
        var verdict = Killed(memoryMax: 268_435_456).With(new Memory(8_000_000, 4_000_000, 0, 0)).Judge();
        Assert.Contains(verdict.First!.Remedies, remedy => remedy.Command.EndsWith("MemoryMax=512M"));
        verdict = Killed(memoryMax: 268_435_456).With(new Memory(8_000_000, 100_000, 0, 0)).Judge();
        Assert.DoesNotContain(verdict.First!.Remedies, remedy => remedy.Action == "systemd.set");
    }
}
