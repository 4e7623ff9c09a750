using ChatOps502.Bot.Storage;

namespace ChatOps502.House.Tests;

/// <summary>The rooms of the bot in the order in which they stand: a room knows only those before it.</summary>
public sealed class FloorsOfBotTests
{
    static readonly Floors Bot = new(
        typeof(Database).Assembly,
        "ChatOps502.Bot",
        "src/Bot",
        [
            // ground
            "Configuration",
            "Redaction",
            "Storage",
            "Messages",
            "Http",
            "Access",
            // what is kept, and what goes out
            "Timeline",
            "Delivery",
            "IncidentFeed",
            "Incidents",
            "Runs",
            "Approvals",
            "Verdicts",
            "Response",
            "Alerts",
            "Exports",
            // ways in
            "Commands",
            "Interactions",
            "Chat",
            "WebConsole",
            "Api",
            "Schedules",
            "CommandLine",
            "Demo",
            // the only room that sees all
            "Composition",
        ]
    );

    [Fact]
    public void Arrows_between_rooms_point_downwards() => Bot.AssertNoArrowsUp();

    [Fact]
    public void Every_room_stands_in_the_list() => Assert.Empty(Bot.RoomsNotListed());
}
