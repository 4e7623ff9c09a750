using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Alerts;

/// <summary>From a stored delivery to an incident, a thread and a run.</summary>
public sealed partial class AlertIntake(
    AlertInbox inbox,
    Database database,
    IncidentStore incidents,
    ResolvedGroups ended,
    IncidentLifecycle desk,
    Feed feed,
    RunStarter runs,
    RunbookLibrary library,
    ConfiguredHosts hosts,
    Settings settings,
    ILogger<AlertIntake> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var id in inbox.Unfinished())
            await WorkAsync(id, stop);
        await foreach (var id in inbox.Arrived.ReadAllAsync(stop))
            await WorkAsync(id, stop);
    }

    async Task WorkAsync(long id, CancellationToken stop)
    {
        try
        {
            var (group, problem) = AlertGroup.Read(inbox.Body(id));
            await database.WriteAsync(
                unit =>
                {
                    if (group is not null)
                        Take(unit, group);
                    inbox.Done(unit, id, problem);
                },
                cancel: stop
            );
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var attempt = await inbox.FailedAsync(id, e);
            if (attempt.IsSetAside)
                LogSetAside(e, id);
            else
                LogFailed(e, id);
            if (attempt.RetryAfter is { } pause)
                _ = inbox.AgainAsync(id, pause, stop);
        }
    }

    void Take(Transaction unit, AlertGroup group)
    {
        var open = incidents.FindOpenOfGroup(unit, group.GroupKey);
        if (group.IsResolved)
            Resolved(unit, group, open);
        else if (open is not null || !ended.IsOver(unit, group))
            Firing(unit, group, open);
    }

    void Firing(Transaction unit, AlertGroup group, Incident? open)
    {
        var firing = group.Alerts.Where(a => a.Status == "firing").ToList();
        if (firing.Count == 0)
            firing = [.. group.Alerts]; // Alertmanager never sends it so, others might
        var instances = firing.Select(a => a.Instance).OfType<string>().Distinct().ToList();
        var known = instances
            .Select(hosts.OfInstance)
            .OfType<Host>()
            .Select(h => h.Name)
            .Distinct()
            .ToList();
        var unknown = instances.Where(i => hosts.OfInstance(i) is null).ToList();
        var data = new JsonObject
        {
            ["groupKey"] = group.GroupKey,
            ["startsAt"] = firing.Min(a => a.StartsAt),
            ["instances"] = new JsonArray([.. instances.Select(i => (JsonNode)i)]),
            ["labels"] = Object(group.CommonLabels),
            ["alertmanager"] = group.ExternalUrl,
        }.ToJsonString();
        var isNew = open is null;
        var number =
            open?.Number
            ?? desk.Open(
                unit,
                group.Summary == group.Name ? group.Name : $"{group.Name}: {group.Summary}",
                group.Severity,
                known,
                group.Name,
                group.GroupKey,
                Person.Alertmanager,
                data
            );
        if (!isNew)
        {
            feed.Tell(unit, number, new AlertFired(instances, data));
            incidents.SetHosts(unit, number, [.. open!.Hosts.Union(known)]);
            // a mitigated incident whose alert fires anew is broken again; a host that is being worked on stays with
            // its run
            desk.Reopen(unit, number, "the alert fires again");
        }
        if (unknown.Count > 0 || instances.Count == 0)
            Unknown(unit, number, unknown);
        if (known.Count > 0)
            StartRun(unit, group, number, known, firing[0]);
    }

    void StartRun(Transaction unit, AlertGroup group, long number, List<string> targets, Alert alert)
    {
        if (!settings.Alerts.Routes.TryGetValue(group.Name, out var name))
        {
            var advice =
                $"no runbook is routed to {group.Name}: add it under Alerts:Routes, or /502 run RUNBOOK {targets[0]}";
            feed.Tell(unit, number, new RunbookMissing(advice));
            return;
        }
        if (library.Find(name) is not { } runbook)
        {
            var advice =
                $"Alerts:Routes:{group.Name} names the runbook '{name}', which does not exist; known: "
                + string.Join(", ", library.All.Select(known => known.Name));
            feed.Tell(unit, number, new RunbookMissing(advice));
            return;
        }
        runs.Start(
            unit,
            runbook,
            targets,
            number,
            false,
            Person.Alertmanager,
            new JsonObject { ["name"] = group.Name, ["labels"] = Object(alert.Labels) }
        );
    }

    static JsonObject Object(IReadOnlyDictionary<string, string> labels) =>
        new(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));

    void Unknown(Transaction unit, long number, List<string> unknown)
    {
        var text =
            unknown.Count == 0
                ? "the alert has no instance label, so no host can be looked at; run /502 check HOST"
                : $"no configured host is {string.Join(", ", unknown)}. Add it and it will be checked by itself "
                    + $"next time: \"Hosts\": {{ \"{Bare(unknown[0])}\": {{ \"Executor\": \"ssh\", \"Address\": "
                    + $"\"{Bare(unknown[0])}\", \"User\": \"...\" }} }}";
        feed.Tell(unit, number, new HostUnknown(text));
    }

    void Resolved(Transaction unit, AlertGroup group, Incident? open)
    {
        ended.Keep(unit, group);
        if (open is null)
            return;
        var verify = open.Hosts.Count > 0 ? library.Find(ShippedRunbooks.Verify) : null;
        feed.Tell(unit, open.Number, new AlertResolved(group.Name, CanBeVerified: verify is not null));
        if (verify is not null)
            runs.Start(unit, verify, open.Hosts, open.Number, false, Person.Alertmanager);
    }

    static string Bare(string instance) => instance.Split(':')[0];

    [LoggerMessage(LogLevel.Warning, "alert {Id} could not be handled; it is kept and retried")]
    partial void LogFailed(Exception e, long id);

    [LoggerMessage(
        LogLevel.Error,
        "alert {Id} failed too often and is set aside: nothing was done for it"
    )]
    partial void LogSetAside(Exception e, long id);
}
