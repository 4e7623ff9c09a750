using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.WebConsole;

namespace ChatOps502.Bot.Composition;

/// <summary>What every capability asks of its settings: one line each.</summary>
public static class SettingsRules
{
    public static IReadOnlyList<ISettingsRule> All { get; } =
    [
        new HostsCanBeNamed(),
        new ConsoleIsProtected(),
        new SlackSettingsFit(),
        new AlertmanagersCanBeReached(),
        new RulesAreKnown(),
        new LimitsMakeSense(),
        new PatternsCanBeUsed(),
        new RunbooksExist(),
        new LogLevelsAreKnown(),
    ];
}
