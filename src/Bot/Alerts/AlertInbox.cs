using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Alerts;

/// <summary>The notifications of Alertmanager.</summary>
public sealed class AlertInbox(
    Database database,
    IncidentStore incidents,
    Settings settings,
    TimeProvider clock
) : Inbox(database, "alertmanager", clock)
{
    /// <summary>A repetition changes nothing, unless its incident was resolved long ago and it fires on.</summary>
    public Task ReceiveAsync(AlertGroup group, string body) => StoreAsync(KeyOf(group), body);

    string KeyOf(AlertGroup group)
    {
        var key = group.DedupeKey;
        if (group.IsResolved)
            return key;
        return EndedLongAgo(group) is { } ended && IsKnown(key) ? $"{key}:after:{ended.Id}" : key;
    }

    /// <summary>The group's last incident, when it was resolved and the alert fires all the same.</summary>
    Incident? EndedLongAgo(AlertGroup group)
    {
        if (incidents.LastOfGroup(group.GroupKey) is not { ResolvedAt: { } ended } last)
            return null;
        return Now - ended >= settings.Alerts.ComesBackAfter ? last : null;
    }
}
