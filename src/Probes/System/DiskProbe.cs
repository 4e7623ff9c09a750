using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>A mounted file system. Sizes in KiB; inode counts are null where it has none.</summary>
public sealed record FileSystem(string Mount, long SizeKb, long FreeKb, long? Inodes, long? InodesFree)
{
    public bool IsFull => IsOutOfSpace || Inodes > 0 && InodesFree == 0;

    /// <summary>Less than a MiB, or than two in a hundred on a small one.</summary>
    bool IsOutOfSpace => SizeKb > 0 && FreeKb < Math.Min(1024, SizeKb / 50);
}

/// <param name="Largest">When a file system is full: what takes the space, largest first, with MiB. Candidates to look
/// at, never to delete unseen.</param>
public sealed record Disks(IReadOnlyList<FileSystem> All, IReadOnlyList<string> Largest);

public sealed class DiskProbe : Probe<Disks>
{
    public override string Name => "system.disk";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "free space and inodes";

    public override string Script =>
        """
            space=$(df -Pk 2>/dev/null)
            printf '%s\n@inodes\n' "$space"; df -Pi 2>/dev/null || df -i 2>/dev/null
            printf '%s\n' "$space" | awk 'NR > 1 && $2 >= 1024 && ($4 < 1024 || $4 * 50 < $2) && $6 !~ /^\/(proc|sys|snap|dev)/ && ++n <= 3 { print $6 }' |
            while read -r mount; do
              find "$mount" -xdev -type f -size +1024k 2>/dev/null | head -n 20000 | tr '\n' '\000' | xargs -0 -r du -k 2>/dev/null | sort -rn | head -n 6 |
                awk '{ n = $1; sub(/^[0-9]+[ \t]+/, ""); printf "@large %s (%d MiB)\n", $0, n / 1024 }'
              # files that were deleted and are still open take space, too
              for fd in /proc/[0-9]*/fd/*; do
                open=$(readlink "$fd" 2>/dev/null)
                is_plain "$open" && case $open in "$mount"*" (deleted)") printf '%s %s\n' "$(stat -Lc %s "$fd" 2>/dev/null)" "$fd $open" ;; esac
              done 2>/dev/null | sort -rn | head -n 2 |
                awk '$1 > 1048576 { p = $2; sub(/\/proc\//, "", p); sub(/\/.*/, "", p); printf "@large %s, deleted and still open in pid %s (%d MiB)\n", $3, p, $1 / 1048576 }'
            done
            """;

    protected override Disks Parse(Section section)
    {
        var all = new Dictionary<string, FileSystem>();
        var inInodes = false;
        foreach (var line in section.Lines.Where(line => !line.StartsWith("@large ")))
        {
            if (line == "@inodes")
                inInodes = true;
            else if (Read(line) is var (mount, size, free) && !IsPseudo(mount))
                all[mount] = inInodes
                    ? WithInodes(all, mount, size, free)
                    : new(mount, size, free, null, null);
        }
        return new([.. all.Values.Where(f => f.SizeKb > 0)], [.. section.Lines.After("@large ")]);
    }

    static FileSystem WithInodes(Dictionary<string, FileSystem> all, string mount, long inodes, long free)
    {
        var known = all.GetValueOrDefault(mount) ?? new(mount, 0, 0, null, null);
        return known with { Inodes = inodes, InodesFree = free };
    }

    /// <summary>A line of <c>df -P</c>: device, size, used, free, share, mount. The mount may hold spaces.</summary>
    public static (string Mount, long Size, long Free)? Read(string line)
    {
        var words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (
            words.Length != 6
            || Numbers.Long(words[1]) is not { } size
            || Numbers.Long(words[3]) is not { } free
        )
            return null;
        return (words[5], size, free);
    }

    static bool IsPseudo(string mount) =>
        mount.StartsWith("/proc")
        || mount.StartsWith("/sys")
        || mount.StartsWith("/snap")
        || mount.StartsWith("/dev/");
}
