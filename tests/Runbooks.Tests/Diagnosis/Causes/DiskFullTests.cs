using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class DiskFullTests() : CauseTests("disk-full")
{
    protected override Scene Typical =>
        new Scene()
            .Errors(
                "open() \"/var/lib/nginx/proxy/1\" failed (28: No space left on device) while reading upstream"
            )
            .With(Full(inodesFree: 500));

    static Disks Full(long inodesFree, long freeKb = 0) =>
        new([new("/var", 1_000_000, freeKb, 1000, inodesFree)], ["/var/log/shop.log (900 MiB)"]);

    [Fact]
    public void Nothing_is_deleted_for_anybody() =>
        AssertAdvises(Typical, "candidates to look at: /var/log/shop.log (900 MiB). Rotate");

    [Fact]
    public void Without_inodes_large_files_do_not_matter() =>
        AssertAdvises(Typical.With(Full(inodesFree: 0, freeKb: 500_000)), "du --inodes");

    [Fact]
    public void A_full_disk_that_nothing_fails_of_is_a_risk()
    {
        var verdict = HealthyShop.Served(200, 20).With(Full(inodesFree: 500)).Judge();
        Assert.Equal((VerdictStatus.Degraded, "disk-full"), (verdict.Status, verdict.First!.Cause));
    }

    [Fact]
    public void A_risk_stays_behind_a_failure()
    {
        var verdict = new Scene()
            .Errors(LogMessages.Refused)
            .Unit("shop", "inactive", command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .With(Full(inodesFree: 500))
            .Judge();
        AssertFirst("backend-down", verdict);
        Assert.True(verdict.First!.Confidence > 0.9);
        Assert.Contains(verdict.Diagnoses, d => d.Cause == "disk-full");
    }
}
