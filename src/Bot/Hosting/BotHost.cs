using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Chat;
using ChatOps502.Bot.Chat.Slack;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Chat.WebConsole;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Hosting.Doors;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Schedules;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Hosts;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Verification;
using Microsoft.Extensions.Logging.Console;

namespace ChatOps502.Bot.Hosting;

/// <summary>Puts the bot together.</summary>
public static class BotHost
{
    public static WebApplication Build(Settings settings, RunbookLibrary library)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(BotHost).Assembly.GetName().Name,
                // nothing is read anew while it runs, so no watcher is needed: a full table of watchers must not keep
                // the bot from starting
                Args = ["--hostBuilder:reloadConfigOnChange=false"],
            }
        );
        builder.Services.Configure<HostOptions>(o =>
            o.ShutdownTimeout = settings.Runs.StopWaits + TimeSpan.FromSeconds(5)
        );
        builder.WebHost.UseUrls([
            settings.Console.Url,
            .. settings.Slack.ListenUrl.Length > 0 ? [settings.Slack.ListenUrl] : Array.Empty<string>(),
        ]);
        UseBuildOutput(builder);
        builder
            .Logging.ClearProviders()
            .AddConsole(o => o.FormatterName = MaskedConsole.FormatterName)
            .AddConsoleFormatter<MaskedConsole, ConsoleFormatterOptions>()
            .SetMinimumLevel(LogLevel.Warning);
        // what a stranger breaks off is no error of ours: Troubles says in a line what was ours
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o =>
            o.LogToStandardErrorThreshold = LogLevel.Trace
        );
        AddBot(builder.Services, settings, library);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.Use(
            (HttpContext http, RequestDelegate next) =>
                app.Services.GetRequiredService<Troubles>().CatchAsync(http, next)
        );
        app.Use(
            (HttpContext http, RequestDelegate next) =>
                app.Services.GetRequiredService<ConsoleAccess>().CheckAsync(http, next)
        );
        app.UseAntiforgery();
        app.MapAlerts();
        app.MapIncidentApi();
        app.MapHealth();
        if (settings.Slack.UsesHttp)
            app.MapSlack();
        app.MapStaticAssets();
        app.MapRazorComponents<Chat.WebConsole.Pages.App>()
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null); // SafeHeaders says more
        return app;
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
            CommandLine.Terminal.Say(
                $"the console's scripts cannot be read ({e.Message}); run a copy made with: dotnet publish "
                    + "src/Bot -o DIR"
            );
        }
    }

    static void AddBot(IServiceCollection services, Settings settings, RunbookLibrary library)
    {
        services.AddSingleton(settings).AddSingleton(library).AddSingleton(TimeProvider.System);
        services.AddSingleton<ConfiguredHosts>().AddSingleton<IHosts>(s => s.GetRequiredService<ConfiguredHosts>());

        // storage
        services.AddSingleton<Troubles>().AddSingleton<Readiness>();
        services.AddSingleton(_ => new Database(settings.Storage.ConnectionString));
        services
            .AddSingleton<IncidentStore>()
            .AddSingleton<TimelineStore>()
            .AddSingleton<PinBoard>()
            .AddSingleton<RunStore>()
            .AddSingleton<ApprovalStore>()
            .AddSingleton<DueStore>()
            .AddSingleton<ArtifactStore>();

        // incidents and their threads
        services.AddSingleton<LiveUpdates>().AddSingleton<IncidentDesk>().AddSingleton<IncidentExport>();
        services
            .AddSingleton<Outbox>()
            .AddSingleton<OutboxBell>()
            .AddSingleton<ThreadPlaces>()
            .AddSingleton<IChat, ConsoleChat>()
            .AddScoped<Visitor>();
        services.AddSingleton(s => new ThreadStore(
            s.GetRequiredService<Database>(),
            settings.Slack.BotToken.Length > 0 ? ["console", SlackChat.ChatName] : ["console"],
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<OutboxBell>()
        ));

        // people
        services
            .AddSingleton<AccessPolicy>()
            .AddSingleton<ConsoleSessions>()
            .AddSingleton<GuessBrake>()
            .AddSingleton<ConsoleAccess>()
            .AddSingleton<CommandPace>()
            .AddSingleton<ApprovalClock>()
            .AddSingleton<ApprovalGate>()
            .AddSingleton<IncidentClosing>()
            .AddSingleton<UndoDesk>()
            .AddSingleton<CommandRouter>()
            .AddSingleton<PastedLog>();

        // Slack
        services.AddSlack(settings);

        // runs
        services
            .AddSingleton<RunBells>()
            .AddSingleton<RunProgress>()
            .AddSingleton<RunDesk>()
            .AddSingleton<RunNarrator>()
            .AddSingleton<IRunJournal, RunJournal>();
        services
            .AddSingleton<IEvidenceStore>(s => s.GetRequiredService<ArtifactStore>())
            .AddSingleton<IChangeBudget, ActionBudget>();
        services
            .AddSingleton<HostCheck>()
            .AddSingleton<HostVerification>()
            .AddSingleton(_ => new HttpClient { Timeout = TimeSpan.FromSeconds(30) });
        services.AddSingleton(
            new StepDefaults(
                settings.Checks.Since,
                settings.Checks.Timeout,
                settings.Verification.Burst,
                settings.Verification.Paths
            )
        );
        services.AddSingleton<StepServices>();

        // what goes on by itself, in the order of an alert's life
        services
            .AddSingleton<EndedGroups>()
            .AddSingleton<AlertInbox>()
            .AddSingleton<Inbox>(s => s.GetRequiredService<AlertInbox>())
            .AddSingleton(_ => new Alertmanager(new(new SocketsHttpHandler { AllowAutoRedirect = false })))
            .AddSingleton<SilenceDesk>();
        services.AddHostedService<RunDriver>().AddHostedService<AlertIntake>().AddHostedService<OutboxPump>();
        services.AddSchedules();
    }
}
