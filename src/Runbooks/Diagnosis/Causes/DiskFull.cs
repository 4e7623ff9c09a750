using ChatOps502.Probes.Applications;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No space or inodes are left for logs, bodies, caches, sockets.</summary>
public sealed class DiskFull : Cause
{
    const int MostFiles = 4;

    public override string Id => "disk-full";

    public override string Family => CauseFamily.ResourceExhaustion;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.DiskFull),
            Rule.Said(Points.DiskIsFull, RemarkKind.NoSpace),
            Rule.For(Points.ServiceStopped, "system.disk", PastedDiskIsFull),
            Rule.For(Points.DiskIsFull, "services.journal", FullDisk.Complaint),
            Rule.For(Points.Named, "system.disk", NothingFailsYet)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Hinted, "system.disk", SpaceLeft), Rule.ForEach(Points.Hinted, LargestFiles)];

    public override Wording Describe(FailingUpstream upstream)
    {
        var full = FindFullDisk(upstream);
        var what = full is { InodesFree: 0 } ? "inodes" : "space";
        return new(
            $"{full?.Mount ?? "the disk"} is full",
            $"{full?.Mount ?? "The disk"} has no {what} left: temporary files, caches, logs and sockets cannot be "
                + "written."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (FindFullDisk(upstream) is { InodesFree: 0 })
            return
            [
                Remedy.Advice(
                    "no inode is left: find the directory with very many small files (sessions, caches, mail) with du "
                        + "--inodes -x and thin it out; emptying large files frees none"
                ),
            ];
        var files = LargestFiles(upstream).Select(file => file.Text).ToList();
        var candidates = files.Count > 0 ? $"candidates to look at: {string.Join("; ", files)}. " : "";
        return
        [
            Remedy.Advice(
                candidates
                    + "Rotate, compress or move what grew (empty a log that is still open with truncate, not rm); "
                    + "nothing is deleted automatically"
            ),
        ];
    }

    static FileSystem? FindFullDisk(FailingUpstream upstream)
    {
        if (FullDisk.OnNginxHost(upstream.Context) is { } full)
            return full;
        return FullDisk.Complaint(upstream) is null ? null : FullDisk.OnBackendHost(upstream);
    }

    static string? PastedDiskIsFull(FailingUpstream upstream) =>
        !upstream.Context.IsLive && FullDisk.OnNginxHost(upstream.Context) is { } full
            ? $"{full.Mount} is full"
            : null;

    static string? NothingFailsYet(FailingUpstream upstream) =>
        upstream is { Backend: null, Count: 0 } && FindFullDisk(upstream) is { } full
            ? $"{full.Mount} is full; no request has failed because of it yet"
            : null;

    static string? SpaceLeft(FailingUpstream upstream)
    {
        if (FindFullDisk(upstream) is not { } full)
            return null;
        var left = full.InodesFree == 0 ? "no inode" : $"{full.FreeKb} KiB";
        return $"{full.Mount} has {left} left";
    }

    static IEnumerable<EvidenceItem> LargestFiles(FailingUpstream upstream) =>
        (upstream.Context.Facts.Find<Disks>()?.Largest ?? [])
            .Take(MostFiles)
            .Select(file => new EvidenceItem("system.disk", file));
}
