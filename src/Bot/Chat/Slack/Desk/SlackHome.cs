using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.Slack.Desk;

/// <summary>The Home tab: open incidents, approvals that wait for this person, hosts.</summary>
sealed class SlackHome(SlackApi api, IncidentStore incidents, ApprovalStore approvals, AccessPolicy access, ConfiguredHosts hosts)
{
    const int Incidents = 15, Approvals = 10;

    /// <param name="receipt">null: it is shown again after a click on it.</param>
    public async Task ShowAsync(string user, Person person, Receipt? receipt, CancellationToken cancel)
    {
        receipt?.Done();
        await api.CallAsync("views.publish", cancel, [("user_id", user), ("view", SlackJson.Of(Of(person)))]);
    }

    SlackView Of(Person person)
    {
        var body = new BlockWriter(1, SlackLimits.HomeBlocks);
        var open = incidents.NotOver();
        body.Heading(open.Count == 0 ? ":large_green_circle: No open incident" : $":rotating_light: Open incidents: {open.Count}");
        foreach (var i in open.Take(Incidents)) body.Text($"{i.Id} {i.Title}: {i.Status}, {(i.Hosts.Count > 0 ? string.Join(", ", i.Hosts) : "unknown host")}, {i.Cause ?? "no verdict yet"}, {(i.AcknowledgedBy is null ? "nobody is on it" : $"{i.AcknowledgedBy} is on it")}");
        if (open.Count > Incidents) body.Text($"and {open.Count - Incidents} more: /502 incidents");
        body.Divider();
        Waiting(body, [.. approvals.Waiting().Where(a => access.RefusesApproval(person, a.RequestedById) is null)]);
        body.Divider();
        body.Heading($"Hosts: {hosts.Names.Count}");
        body.Text(hosts.Names.Count == 0 ? "none is configured" : string.Join(", ", hosts.Names));
        body.Context("Look at one with `/502 check HOST`; all words: `/502 help`");
        return new("home", body.Blocks);
    }

    static void Waiting(BlockWriter body, List<Approval> waiting)
    {
        body.Heading(waiting.Count == 0 ? "No approval waits for you" : $":hourglass_flowing_sand: Waiting for you: {waiting.Count}");
        foreach (var a in waiting.Take(Approvals))
        {
            body.Text($"{(a.IncidentId is { } n ? Incident.IdOf(n) + ", " : "")}{a.Host}: {a.Command}");
            body.Buttons(ApprovalCard.Buttons(a));
        }
        if (waiting.Count > Approvals) body.Text($"and {waiting.Count - Approvals} more, in their threads");
    }
}
