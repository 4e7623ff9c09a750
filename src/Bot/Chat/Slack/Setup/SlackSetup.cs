using System.Net;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.Bot.Chat.Slack.Interactions;
using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.Chat.Slack.Setup;

/// <summary>Puts the Slack side together, as far as the configuration asks for it.</summary>
static class SlackSetup
{
    public static void AddSlack(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<SlackHealth>();
        if (!settings.Slack.IsOn)
            return;
        services
            .AddSingleton(s => new SlackApi(settings.Slack, Http(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton<SlackRateLimiter>();
        services
            .AddSingleton<SlackPeople>()
            .AddSingleton<SlackChannels>()
            .AddSingleton<SlackFiles>()
            .AddSingleton<SlackLookup>()
            .AddSingleton<SlackReply>()
            .AddSingleton<SlackReplies>()
            .AddSingleton<SlackUploads>();
        if (settings.Slack.BotToken.Length > 0)
        {
            services.AddSingleton<IChat, SlackChat>();
            services.AddSingleton(new ChatName(SlackChat.ChatName));
        }

        services.AddSingleton<SlackInbox>().AddSingleton<Inbox>(s => s.GetRequiredService<SlackInbox>());
        services
            .AddSingleton<SlackCommands>()
            .AddSingleton<SlackClicks>()
            .AddSingleton<SlackForms>()
            .AddSingleton<SlackPins>()
            .AddSingleton<SlackHome>();
        services
            .AddHostedService(s => s.GetRequiredService<SlackReplies>())
            .AddHostedService(s => s.GetRequiredService<SlackUploads>())
            .AddHostedService(s => s.GetRequiredService<SlackHome>())
            .AddHostedService<SlackWork>();
        if (settings.Slack.UsesSockets)
            services.AddHostedService<SocketMode>();
        if (settings.Slack.UsesHttp)
            services.AddSingleton(new OpenPath("/slack/", OwnListener(settings.Slack)));
    }

    static Uri? OwnListener(SlackSettings slack) =>
        slack.ListenUrl.Length > 0 ? new(slack.ListenUrl) : null;

    /// <summary>Goes where it is told and nowhere else: a redirect would carry the token along.</summary>
    public static HttpClient Http() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
}
