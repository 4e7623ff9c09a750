using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Chat.Slack.Setup;

/// <summary>The fewest rights this configuration needs, and what each is for.</summary>
static class SlackScopes
{
    public static IEnumerable<(string Scope, string For)> Needed(Settings settings)
    {
        yield return ("commands", "/502 and \"Add to timeline\"");
        yield return ("chat:write", "threads, verdicts, approvals");
        yield return ("app_mentions:read", "@502 in threads");
        yield return ("im:history", "the same words in a direct message");
        yield return (
            "channels:history",
            "finding an own message again after an unclear answer; pinned messages, their edits"
        );
        yield return ("groups:history", "the same in private channels");
        yield return ("reactions:read", "the pushpin");
        yield return ("files:write", "long outputs and exports");
        yield return ("users:read", "names in the timeline; guests may not approve");
        if (
            settings.Slack.IncidentChannel.Length > 0
            && !SlackChannels.IsId(settings.Slack.IncidentChannel)
        )
        {
            yield return (
                "channels:read",
                "finding Slack:IncidentChannel by its name (not needed with its ID)"
            );
            yield return ("groups:read", "the same for a private channel");
        }
        if (settings.Approvals.Approvers.Any(SlackText.IsGroup))
            yield return ("usergroups:read", "the user groups of Approvals:Approvers");
    }
}
