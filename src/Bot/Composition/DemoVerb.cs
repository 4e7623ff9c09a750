using System.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Demo;
using ChatOps502.Runbooks.Library;

namespace ChatOps502.Bot.Composition;

/// <summary>demo: the whole loop on this machine, with nothing configured.</summary>
static class DemoVerb
{
    public static Command Create()
    {
        var auto = new Option<bool>("--auto-approve") { Description = "approve by itself and end" };
        var command = new Command(
            "demo",
            "the whole loop on this machine: alert, verdict, approval, fix, verification, export"
        )
        {
            auto,
        };
        command.SetAction((parsed, cancel) => DemoRun.RunAsync(parsed.GetValue(auto), Build, cancel));
        return command;
    }

    static WebApplication Build(Settings settings) =>
        BotHost.Build(settings, RunbookLibrary.Load(settings.Runbooks.Directory).Library);

    /// <summary>What the demo's control script starts; of no use to people.</summary>
    public static Command CreateBackend()
    {
        var port = new Argument<int>("port");
        var owner = new Argument<int>("owner");
        var command = new Command("demo-backend") { port, owner };
        command.Hidden = true;
        command.SetAction(
            (parsed, cancel) =>
                DemoBackend.RunAsync(parsed.GetValue(port), parsed.GetValue(owner), cancel)
        );
        return command;
    }
}
