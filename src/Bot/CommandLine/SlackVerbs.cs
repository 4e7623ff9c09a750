using System.CommandLine;
using ChatOps502.Bot.Chat.Slack.Setup;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.CommandLine;

/// <summary>slack manifest: the app as Slack wants it described.</summary>
static class SlackVerbs
{
    public static Command Create(VerbFactory verbs) =>
        new("slack", "set up Slack")
        {
            verbs.Create(
                "manifest",
                "the app manifest for this configuration, with the fewest scopes",
                [],
                call => Manifest(call.Settings)
            ),
        };

    static int Manifest(Settings settings)
    {
        Terminal.Result(SlackManifest.Of(settings));
        Terminal.Say(
            "1. https://api.slack.com/apps, Create New App, From a manifest: paste the JSON above"
        );
        Terminal.Say(
            "2. Install to Workspace; OAuth & Permissions has the Bot User OAuth Token: Slack:BotToken"
        );
        Terminal.Say(
            SlackManifest.IsHttp(settings)
                ? "3. Basic Information has the Signing Secret: Slack:SigningSecret"
                : "3. Basic Information, App-Level Tokens, Generate with connections:write: Slack:AppToken"
        );
        Terminal.Say(
            "4. In the incident channel: /invite @502; its ID (channel details, at the bottom) is Slack:IncidentChannel"
        );
        Terminal.Say("5. chatops502 doctor");
        return ExitCodes.Good;
    }
}
