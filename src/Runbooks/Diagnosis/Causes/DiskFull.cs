using System.Text.RegularExpressions;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>No space or inodes are left for logs, bodies, caches, sockets.</summary>
public sealed partial class DiskFull : Cause
{
    public override string Id => "disk-full";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var words = Complaint(s, f);
        var full = Full(s) ?? (words is null ? null : f.Home.Find<Disks>()!.All.First(d => d.IsFull));
        if (f.Of(Signal.DiskFull) is { } lines)
            h.For(Weight.Decisive, lines);
        else if (words is not null)
            h.For(Weight.DiskIsFull, "services.journal", words);
        else if (full is not null && f.Backend is null && f.Count == 0)
            h.For(Weight.Named, "system.disk", $"{full.Mount} is full; nothing fails of it yet");
        else
            return;
        var largest = s.Facts.Find<Disks>()?.Largest ?? [];
        if (full is not null)
            h.For(
                Weight.Hinted,
                "system.disk",
                $"{full.Mount} has {(full.InodesFree == 0 ? "no inode" : $"{full.FreeKb} KiB")} left"
            );
        foreach (var file in largest.Take(4))
            h.For(Weight.Hinted, "system.disk", file);

        h.Title = $"{full?.Mount ?? "the disk"} is full";
        h.Explanation =
            $"{full?.Mount ?? "The disk"} has no {(full?.InodesFree == 0 ? "inodes" : "space")} left: temporary "
            + "files, caches, logs and sockets cannot be written.";
        if (full?.InodesFree == 0)
            h.Mend(
                RemedyCatalog.Advice(
                    "no inode is left: find the directory with the very many small files (sessions, caches, "
                        + "mail) with du --inodes -x and thin it out; emptying large files frees none"
                )
            );
        else
            h.Mend(
                RemedyCatalog.Advice(
                    (largest.Count > 0 ? $"candidates to look at: {string.Join("; ", largest.Take(4))}. " : "")
                        + "Rotate, compress or move what grew (a log that is still open is emptied with "
                        + "truncate, not rm); nothing is deleted for you"
                )
            );
    }

    /// <summary>The service says that it could not write, and a disk of its machine is full.</summary>
    public static bool Explains(Situation s, Failing f) => Complaint(s, f) is not null;

    static string? Complaint(Situation s, Failing f) =>
        f.Home.Find<Disks>()?.All.Any(d => d.IsFull) != true ? null : LastWords.Of(s, f, NoSpace());

    /// <summary>The fullest of the file systems that services write to.</summary>
    public static FileSystem? Full(Situation s) =>
        s.Facts.Find<Disks>()?.All.Where(d => d.IsFull && Written.Contains(d.Mount)).MinBy(d => d.FreeKb);

    static readonly string[] Written =
    [
        "/",
        "/var",
        "/var/log",
        "/var/lib",
        "/var/cache",
        "/var/tmp",
        "/var/lib/nginx",
        "/var/cache/nginx",
        "/var/log/nginx",
        "/tmp",
        "/run",
        "/home",
        "/srv",
        "/opt",
    ];

    // ENOSPC: no space left on device, write   |   OSError: [Errno 28] No space left on device
    [GeneratedRegex(@"(?i)no space left on device|ENOSPC|disk quota exceeded|errno 28")]
    private static partial Regex NoSpace();
}
