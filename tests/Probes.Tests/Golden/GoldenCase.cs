using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Services;
using ChatOps502.TestKit;

namespace ChatOps502.Probes.Tests.Golden;

/// <summary>One pair of files: what a host printed (.txt) and the facts in it (.json).</summary>
/// <param name="Probe">The folder.</param>
/// <param name="Name">platform--case, such as <c>busybox--healthy</c>.</param>
sealed record GoldenCase(string Probe, string Name)
{
    public static string Folder { get; } = Path.Combine(Tree.Root, "tests", "Probes.Tests", "Golden");

    /// <summary>Every probe there is; those that are asked for by name with a plan of the recorded hosts.</summary>
    public static IReadOnlyList<Probe> Probes { get; } =
    [
        .. ProbeCatalog.All,
        new CustomServiceProbe([new("shop", "127.0.0.1:3000", ["true"], ["true"], ["true"])]),
        new VerificationProbe(new([], Burst: 0, [])),
    ];

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories)
            .Order()
            .Select(file => Of(Path.GetRelativePath(Folder, file))),
    ];

    public string Text => Path.Combine(Folder, Probe, Name + ".txt");

    public string Json => Path.Combine(Folder, Probe, Name + ".json");

    /// <param name="file">Below the folder: system.disk/busybox--healthy.txt</param>
    public static GoldenCase Of(string file) =>
        new(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file));

    public static Probe ProbeOf(string name) => Probes.Single(probe => probe.Name == name);

    /// <summary>What today's probe reads in the text. The facts it needs come from the same case of other
    /// probes.</summary>
    public GoldenFacts Read()
    {
        var probe = ProbeOf(Probe);
        var known = new FactSheet();
        foreach (var needed in Probes.Where(other => probe.Needs.Contains(other.Fact)))
            if (new GoldenCase(needed.Name, Name).Fact() is { } fact)
                known.With(fact);
        return GoldenFacts.Read(probe, File.ReadAllBytes(Text), known);
    }

    object? Fact() => File.Exists(Text) ? Read().Fact : null;
}

/// <summary>What stands in the .json.</summary>
/// <param name="Error">Why the text could not be read; null when it could.</param>
sealed record GoldenFacts(string? Error, IReadOnlyList<UnreadableSource> Unreadable, object? Fact)
{
    public static GoldenFacts Read(Probe probe, byte[] text, FactSheet known)
    {
        var section = Section.Decode(probe.Name, exitCode: 0, text, probe.MaxBytes);
        var (fact, error) = SectionReader.Read(probe, section, known);
        return new(error, section.Unreadable, fact);
    }
}
