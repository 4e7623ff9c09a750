using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class MacDeniedTests() : CauseTests("mac-denied")
{
    protected override Scene Typical => new Scene().Errors(LogMessages.Denied("127.0.0.1:3000"));

    [Fact]
    public void The_kernels_denial_is_shown()
    {
        var denial = new Denial("selinux", Scene.Now, "avc: denied { name_connect } comm=\"nginx\"");
        var verdict = Typical.With(new KernelEvents([], [], [denial])).Judge();
        Assert.Contains(verdict.First!.Evidence, e => e.Text == denial.Line);
    }

    [Fact]
    public void Where_nothing_is_enforced_it_is_less_likely()
    {
        var verdict = Typical.With(new KernelEvents([], [], [])).Judge();
        Assert.Contains(
            verdict.First!.Against,
            a => a.StartsWith("neither SELinux nor AppArmor is enforced here")
        );
        Assert.True(verdict.First.Confidence < Typical.Judge().First!.Confidence);
    }

    [Fact]
    public void Yields_to_modes_that_keep_nginx_out() =>
        AssertYields(
            SocketShop
                .Errors(LogMessages.Denied("unix:" + Socket), upstream: SocketUpstream)
                .With(SocketAt(blocked: true)),
            "socket-permission",
            "which explains it"
        );

    [Fact]
    public void It_is_never_switched_off() => AssertAdvises(Typical, "do not turn it off");
}
