using System.Collections.Concurrent;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Chat.Slack.Interactions;

/// <summary>
/// The Home tab: open incidents, approvals that wait for this person, hosts. Who looked lately sees what changes.
/// </summary>
sealed partial class SlackHome(
    SlackApi api,
    IncidentStore incidents,
    ApprovalStore approvals,
    ApprovalGate gate,
    AccessPolicy access,
    ConfiguredHosts hosts,
    SlackPeople people,
    OutboxSignal bell,
    TimeProvider clock,
    ILogger<SlackHome> log
) : BackgroundService
{
    const int Incidents = 15,
        Approvals = 10;
    static readonly TimeSpan Lately = TimeSpan.FromHours(1),
        Calm = TimeSpan.FromSeconds(2);
    readonly ConcurrentDictionary<string, Reader> _readers = new();

    /// <param name="receipt">null: it is shown again after a click on it.</param>
    public async Task ShowAsync(
        string user,
        string team,
        Person person,
        Receipt? receipt,
        CancellationToken cancel
    )
    {
        if (receipt is not null)
            await receipt.DoneAsync();
        await PublishAsync(user, new(team, clock.GetUtcNow(), SlackJson.Of(Of(person))), cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        for (var rung = bell.Next; !stop.IsCancellationRequested; )
        {
            await rung.WaitAsync(stop);
            await Task.Delay(Calm, clock, stop); // many changes are shown as one
            rung = bell.Next;
            foreach (var (user, reader) in _readers)
                await RefreshAsync(user, reader, stop);
        }
    }

    async Task RefreshAsync(string user, Reader reader, CancellationToken cancel)
    {
        if (clock.GetUtcNow() - reader.LookedAt > Lately && _readers.TryRemove(user, out _))
            return;
        try
        {
            var now = SlackJson.Of(
                Of(await people.PersonAsync(user, "", reader.Team, SlackPeople.Soon, cancel))
            );
            if (now != reader.Shown)
                await PublishAsync(user, reader with { Shown = now }, cancel);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            LogBroken(e, user);
        }
    }

    async Task PublishAsync(string user, Reader reader, CancellationToken cancel)
    {
        var answer = await api.CallAsync(
            "views.publish",
            cancel,
            [("user_id", user), ("view", reader.Shown)]
        );
        _readers[user] = answer.Ok ? reader : reader with { Shown = "" };
    }

    SlackView Of(Person person)
    {
        var body = new BlockWriter(1, SlackLimits.HomeBlocks);
        if (access.Refuses(person, Permission.Look) is { } refusal)
        {
            body.Text(refusal);
            return new("home", body.Blocks);
        }
        var open = incidents.NotOver();
        body.Heading(
            open.Count == 0 ? "No open incident" : $"Open incidents: {open.Count}",
            open.Count == 0 ? ":large_green_circle:" : ":rotating_light:"
        );
        foreach (var i in open.Take(Incidents))
            body.Text(
                $"{i.Id} {i.Title}: {i.Status.Text()}, "
                    + $"{(i.Hosts.Count > 0 ? string.Join(", ", i.Hosts) : "unknown host")}, "
                    + $"{i.Cause ?? "no verdict yet"}, "
                    + $"{(i.AcknowledgedBy is null ? "nobody is on it" : $"{i.AcknowledgedBy} is on it")}"
            );
        if (open.Count > Incidents)
            body.Text($"and {open.Count - Incidents} more: /502 incidents");
        body.Divider();
        Waiting(body, [.. approvals.Waiting().Where(a => gate.Refusal(a, person) is null)]);
        body.Divider();
        body.Heading($"Hosts: {hosts.Names.Count}");
        body.Text(hosts.Names.Count == 0 ? "none is configured" : string.Join(", ", hosts.Names));
        body.Context("Look at one with `/502 check HOST`; all words: `/502 help`");
        return new("home", body.Blocks);
    }

    static void Waiting(BlockWriter body, List<Approval> waiting)
    {
        body.Heading(
            waiting.Count == 0 ? "No approval waits for you" : $"Waiting for you: {waiting.Count}",
            waiting.Count == 0 ? "" : ":hourglass_flowing_sand:"
        );
        foreach (var a in waiting.Take(Approvals))
        {
            body.Text($"{(a.IncidentId is { } n ? Incident.IdOf(n) + ", " : "")}{a.Host}: {a.Command}");
            body.Buttons(ApprovalCard.Buttons(a));
        }
        if (waiting.Count > Approvals)
            body.Text($"and {waiting.Count - Approvals} more, in their threads");
    }

    [LoggerMessage(LogLevel.Error, "the Home tab of {User} could not be drawn")]
    partial void LogBroken(Exception e, string user);

    /// <param name="Shown">The view as JSON.</param>
    sealed record Reader(string Team, DateTimeOffset LookedAt, string Shown);
}
