using ChatOps502.Runbooks.Model;

namespace ChatOps502.House.Tests;

/// <summary>The rooms of src/Runbooks in the order in which they stand: a room knows only those before it.</summary>
public sealed class FloorsOfRunbooksTests
{
    static readonly Floors Runbooks = new(
        typeof(Runbook).Assembly,
        "ChatOps502.Runbooks",
        "src/Runbooks",
        [
            "Model", // runbook, steps, conditions, templates: data only
            "Loading", // YAML to model, one rule a file
            "Executors", // how a command reaches a machine
            "Hosts", // the machines
            "Remediation", // what can be changed there, with diff and undo
            "Diagnosis", // facts to verdict
            "Checks", // evidence and verdict of one host
            "Verification", // did it help?
            "Engine", // how a run advances; what it needs from its host
            "Steps", // one file a type
            "Library", // the runbooks that ship
        ]
    );

    [Fact]
    public void Arrows_between_rooms_point_downwards() => Runbooks.AssertNoArrowsUp();

    [Fact]
    public void Every_room_stands_in_the_list() => Assert.Empty(Runbooks.RoomsNotListed());
}
