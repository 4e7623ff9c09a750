using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Api;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.CommandLine;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;
using ChatOps502.Bot.WebConsole;
using ChatOps502.Runbooks.Library;

namespace ChatOps502.Bot.Composition;

/// <summary>Puts the running bot together: its parts, what goes on by itself, and the ways in.</summary>
public static class BotHost
{
    /// <summary>What the host needs beyond Runs:StopWaits to end.</summary>
    static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    public static WebApplication Build(Settings settings, RunbookLibrary library)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(BotHost).Assembly.GetName().Name,
                // nothing is read again while it runs, so no watcher is needed: a full table of watchers must not keep
                // the bot from starting
                Args = ["--hostBuilder:reloadConfigOnChange=false"],
            }
        );
        builder.Services.Configure<HostOptions>(o =>
            o.ShutdownTimeout = settings.Runs.StopWaits + StopMargin
        );
        builder.WebHost.UseUrls([.. Addresses(settings)]);
        UseBuildOutput(builder);
        builder.Logging.ClearProviders().AddMaskedConsole(settings);
        builder.Services.AddSingleton(library);
        builder.Services.AddBot(settings);
        builder.Services.AddBackgroundWork();
        var app = builder.Build();
        app.UseRequestFailures();
        app.UseConsoleAccess();
        app.MapAlerts();
        app.MapIncidentApi();
        app.MapHealth();
        app.MapSlack(settings);
        app.MapConsole();
        return app;
    }

    static IEnumerable<string> Addresses(Settings settings)
    {
        yield return settings.Console.Url;
        if (settings.Slack.ListenUrl.Length > 0)
            yield return settings.Slack.ListenUrl;
    }

    /// <summary>
    /// A build (other than a published copy) refers to assets where it was built, which another user may not be able to
    /// read.
    /// </summary>
    static void UseBuildOutput(WebApplicationBuilder builder)
    {
        try
        {
            builder.WebHost.UseStaticWebAssets();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Terminal.Say(
                $"the console's scripts cannot be read ({e.Message}); run a copy made with: dotnet publish "
                    + "src/Bot -o DIR"
            );
        }
    }
}
