using System.Text.RegularExpressions;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Whether a disk is full, and who suffers from it.</summary>
static partial class FullDisk
{
    static readonly string[] WrittenByServices =
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

    /// <summary>The service logs that it could not write, and a disk of its machine is full; null otherwise.</summary>
    public static string? Complaint(FailingUpstream upstream)
    {
        if (upstream.Said(RemarkKind.NoSpace) is { } pasted)
            return pasted.Text;
        return OnBackendHost(upstream) is null ? null : ServiceLogExcerpt.Newest(upstream, NoSpace());
    }

    /// <summary>The first full file system of the back end's machine.</summary>
    public static FileSystem? OnBackendHost(FailingUpstream upstream) =>
        upstream.BackendHost.Find<Disks>()?.All.FirstOrDefault(disk => disk.IsFull);

    /// <summary>The fullest of the nginx host's full file systems that services write to.</summary>
    public static FileSystem? OnNginxHost(DiagnosisContext context) =>
        context
            .Facts.Find<Disks>()
            ?.All.Where(disk => disk.IsFull && WrittenByServices.Contains(disk.Mount))
            .MinBy(disk => disk.FreeKb);

    // ENOSPC: no space left on device, write   |   OSError: [Errno 28] No space left on device
    [GeneratedRegex(@"(?i)no space left on device|ENOSPC|disk quota exceeded|errno 28")]
    private static partial Regex NoSpace();
}
