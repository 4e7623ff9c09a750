using ChatOps502.Probes.Tests.Golden;

namespace ChatOps502.Probes.Tests.Shell;

/// <summary>
/// The shell half of the probes: each script runs on a small host that is a folder of files, in dash and in busybox.
/// </summary>
public sealed class ScriptFixtureTests
{
    /// <summary>Rows that come in any order: out of an awk table, or from several questions at once.</summary>
    static readonly string[] Tables = ["@status ", "@minute ", "@name ", "@answer ", "@dependency "];

    static readonly bool Writes = Environment.GetEnvironmentVariable("CHATOPS502_GOLDEN") == "write";

    static readonly IReadOnlyDictionary<string, string?> Missing = new[] { "sh", "busybox" }.ToDictionary(
        shell => shell,
        ScriptFixture.Missing
    );

    public static IEnumerable<TheoryDataRow<string, string>> Runs =>
        from name in ScriptFixture.Names
        from shell in Missing.Keys
        select new TheoryDataRow<string, string>(name, shell) { TestDisplayName = $"{name} in {shell}" };

    [Theory, MemberData(nameof(Runs))]
    public void The_script_prints_what_is_expected(string name, string shell)
    {
        Assert.SkipWhen(Missing[shell] is not null, Missing[shell] ?? "");
        var fixture = new ScriptFixture(name);
        var printed = InOrder(fixture.Run(shell));
        if (Writes && shell == "sh")
            File.WriteAllText(fixture.Expected, printed);
        Assert.True(
            File.Exists(fixture.Expected),
            $"no {fixture.Expected}: write it with CHATOPS502_GOLDEN=write"
        );
        Assert.Equal(File.ReadAllText(fixture.Expected), printed);
    }

    [Theory, MemberData(nameof(Printed))]
    public void The_reader_finds_the_facts_in_what_the_script_prints(string name)
    {
        var fixture = new ScriptFixture(name);
        var facts = GoldenJson.Of(fixture.Read());
        if (Writes)
            File.WriteAllText(fixture.Facts, facts);
        Assert.Equal(File.ReadAllText(fixture.Facts), facts);
    }

    public static TheoryData<string> Printed =>
        [.. ScriptFixture.Names.Where(name => !new ScriptFixture(name).HasOwnProgram)];

    static string InOrder(string printed)
    {
        var lines = printed.Split('\n').ToList();
        for (var from = 0; from < lines.Count; from++)
            from = SortTable(lines, from);
        return string.Join('\n', lines);
    }

    static int SortTable(List<string> lines, int from)
    {
        var to = from;
        while (IsTable(lines[from]) && to + 1 < lines.Count && IsTable(lines[to + 1]))
            to++;
        lines.Sort(from, to - from + 1, StringComparer.Ordinal);
        return to;
    }

    static bool IsTable(string line) => Tables.Any(line.StartsWith);
}
