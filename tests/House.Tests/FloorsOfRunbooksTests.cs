using System.Reflection;
using ChatOps502.Runbooks.Model;
using NetArchTest.Rules;

namespace ChatOps502.House.Tests;

/// <summary>Within src/Runbooks arrows point downwards only.</summary>
public sealed class FloorsOfRunbooksTests
{
    const string Root = "ChatOps502.Runbooks.";

    /// <summary>
    /// From the ground up; a floor may use those before it and none after it. Remedies and Diagnosis stand between
    /// Hosts and Checks.
    /// </summary>
    static readonly string[] Floors =
    [
        "Model", // runbook, steps, conditions, templates: data only
        "Loading", // YAML to model, one rule a file
        "Executors", // how a command reaches a machine
        "Hosts", // the machines
        "Checks", // evidence and verdict of one host
        "Verification", // did it help?
        "Engine", // how a run advances; what it needs from its host
        "Steps", // one file a type
        "Library", // the runbooks that ship
    ];

    static readonly Assembly Runbooks = typeof(Runbook).Assembly;

    public static TheoryData<string> Names => [.. Floors];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_floor_knows_nothing_of_those_above_it(string floor)
    {
        string[] above = [.. Floors.SkipWhile(name => name != floor).Skip(1).Select(name => Root + name)];
        if (above.Length == 0)
            return;
        var result = Types
            .InAssembly(Runbooks)
            .That()
            .ResideInNamespace(Root + floor)
            .ShouldNot()
            .HaveDependencyOnAny(above)
            .GetResult();
        Assert.True(result.IsSuccessful, string.Join('\n', result.FailingTypes?.Select(Explained) ?? []));
    }

    [Fact]
    public void Every_folder_is_a_floor()
    {
        string[] rebuilt = ["Diagnosis", "Remedies", "Remediation"];
        var folders = Runbooks
            .GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(space => space.StartsWith(Root))
            .Select(space => space[Root.Length..].Split('.')[0])
            .Distinct()
            .Except(rebuilt);
        Assert.Equal(Floors.Order(), folders.Order());
    }

    static string Explained(IType type) => $"{type.FullName}: {type.Explanation}";
}
