using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Api;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Commands;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Http;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Interactions;
using ChatOps502.Bot.Response;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.WebConsole;
using ChatOps502.Runbooks.Library;

namespace ChatOps502.Bot.Composition;

/// <summary>The parts of the bot, room by room: the same for the running bot and for every verb.</summary>
static class BotParts
{
    /// <summary>All but the runbooks, which are read once by whoever needs to know what is wrong with them.</summary>
    public static void AddBot(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings).AddSingleton(TimeProvider.System);
        services.AddHosts();
        services.AddStorage(settings);
        services.AddHttpDoors();
        services.AddAccess();
        services.AddDelivery();
        services.AddIncidentFeed();
        services.AddIncidents();
        services.AddRuns(settings);
        services.AddApprovals();
        services.AddResponse();
        services.AddAlerts();
        services.AddExports();
        services.AddCommands();
        services.AddInteractions();
        services.AddSlack(settings);
        services.AddConsole();
        services.AddApi(settings);
    }

    /// <summary>The parts without the web server, for a verb that needs some of them.</summary>
    public static ServiceProvider Provide(Settings settings)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddMaskedConsole(settings));
        services.AddSingleton(_ => RunbookLibrary.Load(settings.Runbooks.Directory).Library);
        services.AddBot(settings);
        return services.BuildServiceProvider();
    }
}
