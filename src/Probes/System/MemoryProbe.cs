using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>Memory of the host in KiB.</summary>
public sealed record Memory(long TotalKb, long AvailableKb, long SwapTotalKb, long SwapFreeKb);

public sealed class MemoryProbe : Probe<Memory>
{
    public override string Name => "system.memory";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "memory and swap";

    public override string Script => "cat /proc/meminfo";

    protected override Memory? Parse(Section section)
    {
        var values = KeyValues
            .Of(section.Lines, ':')
            .ToDictionary(pair => pair.Key, pair => Counted.Of(pair.Value.Trim().Split(' ')[0]));
        if (!values.TryGetValue("MemTotal", out var total))
            return null;
        long Value(string name) => values.GetValueOrDefault(name);
        // kernels before 3.14 have no MemAvailable
        var estimate = Value("MemFree") + Value("Cached") + Value("Buffers");
        var available = values.GetValueOrDefault("MemAvailable", estimate);
        return new(total, available, Value("SwapTotal"), Value("SwapFree"));
    }
}
