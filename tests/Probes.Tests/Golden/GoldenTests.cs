namespace ChatOps502.Probes.Tests.Golden;

/// <summary>What hosts really printed, and the facts in it. See README.md beside the recordings.</summary>
public sealed class GoldenTests
{
    /// <summary>CHATOPS502_GOLDEN=write writes the facts anew, for a look at the difference.</summary>
    static readonly bool Writes = Environment.GetEnvironmentVariable("CHATOPS502_GOLDEN") == "write";

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        GoldenCase.All.Select(c => new TheoryDataRow<string, string>(c.Probe, c.Name)
        {
            TestDisplayName = $"{c.Probe}/{c.Name}",
        });

    [Theory, MemberData(nameof(Cases))]
    public void The_same_facts_are_read_as_before(string probe, string name)
    {
        var golden = new GoldenCase(probe, name);
        var facts = GoldenJson.Of(golden.Read());
        if (Writes)
            File.WriteAllText(golden.Json, facts);
        Assert.True(File.Exists(golden.Json), $"no {golden.Json}: write it with CHATOPS502_GOLDEN=write");
        Assert.Equal(File.ReadAllText(golden.Json), facts);
    }

    public static TheoryData<string> Probes => [.. GoldenCase.Probes.Select(probe => probe.Name)];

    [Theory, MemberData(nameof(Probes))]
    public void Every_probe_has_recordings_of_both_tool_sets_and_of_nonsense(string probe)
    {
        var names = GoldenCase.All.Where(c => c.Probe == probe).Select(c => c.Name).ToList();
        Assert.Contains(names, name => name.StartsWith("debian-12--"));
        Assert.Contains(names, name => name.StartsWith("busybox--"));
        Assert.Contains("any--empty", names);
        Assert.Contains("any--garbage", names);
    }

    [Fact]
    public void No_facts_stand_there_without_their_recording()
    {
        var files = Directory.EnumerateFiles(GoldenCase.Folder, "*.json", SearchOption.AllDirectories);
        Assert.All(files, file => Assert.True(File.Exists(Path.ChangeExtension(file, ".txt")), file));
    }

    [Fact]
    public void Every_folder_belongs_to_a_probe()
    {
        var names = GoldenCase.Probes.Select(probe => probe.Name).ToHashSet();
        Assert.All(GoldenCase.All, golden => Assert.Contains(golden.Probe, names));
    }
}
