using System.Globalization;
using ChatOps502.Probes.Bundle;

namespace ChatOps502.Probes.Machine;

/// <summary>A mounted file system. Sizes in KiB; inode counts are null where it has none.</summary>
public sealed record FileSystem(string Mount, long SizeKb, long FreeKb, long? Inodes, long? InodesFree)
{
    public bool IsFull => SizeKb > 0 && FreeKb < 1024 || Inodes > 0 && InodesFree == 0;
}

public sealed record Disks(IReadOnlyList<FileSystem> All);

public sealed class DiskProbe : Probe<Disks>
{
    public override string Name => "system.disk";

    public override string Title => "free space and inodes";

    public override string Script => "df -Pk 2>/dev/null; echo @inodes; df -Pi 2>/dev/null || df -i 2>/dev/null";

    protected override Disks Parse(Section section, FactSheet known)
    {
        var (inodes, all) = (false, new Dictionary<string, FileSystem>());
        foreach (var line in section.Lines)
        {
            if (line == "@inodes") inodes = true;
            else if (Read(line) is var (mount, size, free) && !Pseudo(mount))
                all[mount] = !inodes ? new(mount, size, free, null, null) : all.TryGetValue(mount, out var fs) ? fs with { Inodes = size, InodesFree = free } : new(mount, 0, 0, size, free);
        }
        return new([.. all.Values.Where(f => f.SizeKb > 0)]);
    }

    /// <summary>A line of <c>df -P</c>: device, size, used, free, share, mount. The mount may hold spaces.</summary>
    public static (string Mount, long Size, long Free)? Read(string line)
    {
        var words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 6 && long.TryParse(words[1], CultureInfo.InvariantCulture, out var size) && long.TryParse(words[3], CultureInfo.InvariantCulture, out var free) ? (words[5], size, free) : null;
    }

    static bool Pseudo(string mount) => mount.StartsWith("/proc", StringComparison.Ordinal) || mount.StartsWith("/sys", StringComparison.Ordinal) || mount.StartsWith("/snap", StringComparison.Ordinal) || mount.StartsWith("/dev/", StringComparison.Ordinal);
}
