using ChatOps502.Probes.Databases;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class BackendDownTests() : CauseTests("backend-down")
{
    protected override Scene Typical =>
        new Scene()
            .Errors(LogMessages.Refused)
            .Unit("shop", "inactive", command: "node server.js --port 3000")
            .Answers("127.0.0.1:3000", 111, "connect");

    static Scene Failed(int? exit = 78) =>
        new Scene()
            .Errors(LogMessages.Refused)
            .Unit(
                "shop",
                "failed",
                "exit-code",
                exit,
                "exited",
                restarts: 5,
                startedAgo: 30,
                livedFor: 0,
                command: "PORT=3000"
            )
            .Answers("127.0.0.1:3000", 111, "connect");

    [Fact]
    public void A_stopped_service_is_down()
    {
        var verdict = Typical.Judge();
        Assert.Equal(
            (VerdictStatus.Unhealthy, "backend-down", "shop"),
            (verdict.Status, verdict.First!.Cause, verdict.First.Subject.Service)
        );
        Assert.True(verdict.First.Confidence > 0.9);
        Assert.Equal("systemctl start shop", verdict.First.Remedies[0].Command);
        Assert.Equal(
            "shop is stopped: nothing listens on 127.0.0.1:3000, so nginx cannot connect",
            verdict.Summary
        );
    }

    [Fact]
    public void A_service_that_never_comes_up_is_down_not_crashed()
    {
        AssertFirst("backend-down", Failed().Judge());
        AssertProposes(Failed(), "systemctl restart shop");
    }

    [Fact]
    public void A_start_that_would_fail_again_is_not_proposed() =>
        AssertAdvises(
            Failed(exit: 203),
            "a start would fail again: systemd cannot execute ExecStart= of shop"
        );

    [Fact]
    public void What_is_known_from_the_log_alone_is_said_with_doubt()
    {
        var (verdict, _) = PastedEvidence.Judge(
            "pasted",
            $"2026/11/22 03:00:00 [error] 1#1: *1 {LogMessages.Refused}, client: 10.0.0.1, server: a, "
                + "request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"a\"",
            Scene.Now
        );
        Assert.Equal("backend-down", verdict!.First!.Cause);
        Assert.InRange(verdict.First.Confidence, 0.3, 0.8);
    }

    [Fact]
    public void Yields_to_a_full_disk() =>
        AssertYields(
            Failed()
                .Logs("shop", "Error: ENOSPC: no space left on device, write")
                .With(new Disks([new("/", 1_000_000, 0, 1000, 500)], [])),
            "disk-full",
            "its disk is full"
        );

    [Fact]
    public void Yields_to_a_dependency() =>
        AssertYields(
            Failed().With(new Dependencies([new("postgresql", "127.0.0.1", 5432, "shop", 111)], [])),
            "dependency-down",
            "a dependency it needs does not answer"
        );

    [Fact]
    public void Another_program_on_its_port_keeps_it_down()
    {
        var scene = Failed().Listens(3000, "redis-server", 77);
        AssertFirst("backend-down", scene.Judge());
        AssertAdvises(scene, "find out who started pid 77 and stop it there, then start shop");
    }
}
