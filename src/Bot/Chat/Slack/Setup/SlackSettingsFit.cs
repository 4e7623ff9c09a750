using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Http;

namespace ChatOps502.Bot.Chat.Slack.Setup;

/// <summary>Tokens, secrets and addresses of Slack belong together.</summary>
sealed class SlackSettingsFit : ISettingsRule
{
    public IEnumerable<string> Problems(Settings settings) =>
        Tokens(settings.Slack).Concat(Addresses(settings.Slack)).Concat(OwnPort(settings));

    static IEnumerable<string> Tokens(SlackSettings slack)
    {
        if (slack.BotToken.StartsWith("xapp-") || slack.AppToken.StartsWith("xoxb-"))
            yield return "Slack:BotToken and Slack:AppToken are swapped: the bot token begins with xoxb-, the "
                + "app-level token with xapp-";
        if (slack.BotToken.Length > 0 && slack.IncidentChannel.Length == 0)
            yield return "Slack:IncidentChannel is needed: the ID (C0123ABCD, at the bottom of the channel's details) "
                + "or #name of the channel that incidents are posted to";
        if (slack.UsesSockets && slack.BotToken.Length == 0)
            yield return "Slack:AppToken is set without Slack:BotToken (xoxb-..., under OAuth & Permissions): nothing "
                + "could be answered";
    }

    static IEnumerable<string> Addresses(SlackSettings slack)
    {
        if (!WebAddress.Is(slack.ApiUrl))
            yield return $"Slack:ApiUrl = '{slack.ApiUrl}' is not an address such as https://slack.com/api/";
        if (slack.PublicUrl.Length > 0 && !WebAddress.Is(slack.PublicUrl))
            yield return $"Slack:PublicUrl = '{slack.PublicUrl}' is not an address such as https://bot.example.com";
    }

    static IEnumerable<string> OwnPort(Settings settings)
    {
        var listen = settings.Slack.ListenUrl;
        if (listen.Length == 0)
            yield break;
        if (!WebAddress.Is(listen))
            yield return $"Slack:ListenUrl = '{listen}' is not an address such as http://127.0.0.1:5021";
        else if (!settings.Slack.UsesHttp)
            yield return "Slack:ListenUrl is set without Slack:SigningSecret: nothing could be verified";
        else if (
            WebAddress.Is(settings.Console.Url)
            && new Uri(listen).Port == new Uri(settings.Console.Url).Port
        )
            yield return "Slack:ListenUrl and Console:Url need different ports";
    }
}
