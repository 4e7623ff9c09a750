using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No space or inodes are left for logs, bodies, caches.</summary>
public sealed class DiskFull : Cause
{
    public override string Id => "disk-full";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.DiskFull) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = "the disk is full";
        h.Explanation = "nginx cannot write temporary files, caches or logs: no space or no inodes are left.";
        h.Mend(RemedyCatalog.Advice("find what grew with du -x and df -i; rotate or move it; nothing is deleted for you"));
    }
}
