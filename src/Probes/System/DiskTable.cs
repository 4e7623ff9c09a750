using System.Globalization;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>Reads what people copy of <c>df -h</c> and <c>df -i</c>.</summary>
public static class DiskTable
{
    public static IReadOnlyList<FileSystem> Read(IEnumerable<string> lines)
    {
        var disks = new List<FileSystem>();
        var isInodes = false;
        foreach (var line in lines.Select(ReadingLimits.Cut))
        {
            isInodes = line.Contains("IUse%") || isInodes && !line.Contains("Use%");
            if (ReadRow(line, isInodes) is { } disk)
                disks.Add(disk);
        }
        return disks;
    }

    /// <summary>/dev/sda2 1.2T 754G 368G 68% /</summary>
    static FileSystem? ReadRow(string line, bool isInodes)
    {
        if (
            line.Words() is not [_, var size, _, var free, var share, var mount, ..]
            || !share.EndsWith('%')
        )
            return null;
        if (Kb(size) is not { } all || Kb(free) is not { } left || !mount.StartsWith('/'))
            return null;
        return isInodes ? new(mount, all, all, all, left) : new(mount, all, left, null, null);
    }

    static long? Kb(string text)
    {
        if (text.Length == 0)
            return null;
        var number = text.TrimEnd('B', 'i', 'K', 'M', 'G', 'T', 'P');
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var size))
            return null;
        var unit = text[number.Length..];
        var power = unit.Length == 0 ? 0 : Math.Max(0, "KMGTP".IndexOf(unit[0]));
        return size is >= 0 and < 1e9 ? (long)(size * Math.Pow(1024, power)) : Counted.Of(number);
    }
}
