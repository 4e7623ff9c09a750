using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>Memory of the host in KiB.</summary>
public sealed record Memory(long TotalKb, long AvailableKb, long SwapTotalKb, long SwapFreeKb);

public sealed class MemoryProbe : Probe<Memory>
{
    public override string Name => "system.memory";

    public override string Title => "memory and swap";

    public override string Script => "cat /proc/meminfo";

    protected override Memory? Parse(Section section, FactSheet known)
    {
        var values = KeyValues
            .Of(section.Lines, ':')
            .ToDictionary(p => p.Key, p => Counted.Of(p.Value.Trim().Split(' ')[0]));
        if (!values.ContainsKey("MemTotal"))
            return null;
        // kernels before 3.14 have no MemAvailable
        var available = values.GetValueOrDefault(
            "MemAvailable",
            values.GetValueOrDefault("MemFree")
                + values.GetValueOrDefault("Cached")
                + values.GetValueOrDefault("Buffers")
        );
        return new(
            values["MemTotal"],
            available,
            values.GetValueOrDefault("SwapTotal"),
            values.GetValueOrDefault("SwapFree")
        );
    }
}
