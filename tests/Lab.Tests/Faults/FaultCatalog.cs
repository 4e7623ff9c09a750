namespace ChatOps502.Lab.Tests.Faults;

/// <summary>The faults the lab knows how to make. One list for each kind.</summary>
public static class FaultCatalog
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. PhpFaults.All,
        .. ApplicationFaults.All,
        .. ConfigurationFaults.All,
        .. NetworkFaults.All,
        .. ResourceFaults.All,
        .. MixedFaults.All,
        .. SoundHosts.All,
    ];

    public static Fault Find(string name) => All.First(f => f.Name == name);
}
