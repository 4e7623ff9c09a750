using ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class NginxCrashTests() : CauseTests("nginx-crash")
{
    protected override Scene Typical =>
        HealthyShop.Logged(
            "2026/11/22 02:59:30 [alert] 7#7: worker process 55 exited on signal 11 (core dumped)"
        );

    [Theory]
    [InlineData("2026/11/22 02:59:30 [alert] 1#1: worker process 55 exited on signal 11")]
    [InlineData(
        "2026/11/22 02:59:30 [alert] 1#1: worker process 55 exited with fatal code 2 and cannot be respawned"
    )]
    [InlineData(
        "[ 812.44] nginx[71]: segfault at 18 ip 00005581 sp 00007ffd error 4 in nginx[5581+90000]"
    )]
    [InlineData(
        "[ 812.44] Out of memory: Killed process 71 (nginx) total-vm:900000kB, anon-rss:700000kB"
    )]
    public void A_process_of_nginx_is_not_the_back_end(string line) =>
        Paste.AssertFirst("nginx-crash", Paste.Judge(line));

    [Fact]
    public void A_worker_that_ends_as_it_was_told_is_no_crash() =>
        Assert.Empty(
            Paste
                .Judge("2026/11/22 02:59:30 [notice] 1#1: worker process 55 exited with code 0")
                .Diagnoses
        );

    [Fact]
    public void Another_program_that_segfaults_is_the_back_end() =>
        Paste.AssertFirst(
            "backend-crash",
            Paste.Judge(
                "[ 812.44] cartd[71]: segfault at 18 ip 00005581 sp 00007ffd error 4 in cartd[5581+90000]"
            )
        );
}
