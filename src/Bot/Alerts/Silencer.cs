using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Alerts;

/// <summary>
/// Silences the alerts of an incident where they come from, with author and reason, and says so in the thread.
/// </summary>
public sealed class Silencer(
    Database database,
    TimelineStore timeline,
    Feed feed,
    Alertmanager alertmanager,
    Settings settings,
    TimeProvider clock
)
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <returns>How long to silence for, or what is wrong with the text.</returns>
    public static (TimeSpan? Time, string? Problem) ReadTime(string text)
    {
        if (Duration.Parse(text) is not { } time)
            return (null, "is not a time: write 30m, 2h or 1d");
        return time < TimeSpan.FromMinutes(1) || time > Longest
            ? (null, "must lie between 1m and 30d")
            : (time, null);
    }

    /// <returns>What to tell the person.</returns>
    public async Task<string> SilenceAsync(
        Incident incident,
        TimeSpan time,
        string reason,
        Person person,
        CancellationToken cancel
    )
    {
        if (LastAlertOf(incident) is not ({ Count: > 0 } labels, var named))
            return $"{incident.Id} has no alert that could be silenced";
        if (AddressOf(named) is not { } address)
            return "I do not know where Alertmanager is: set Alerts:AlertmanagerUrl";
        if (labels.FirstOrDefault(label => label.Value.Contains(Cover.Mark)) is { Key: { } masked })
            return $"the label {masked} of {incident.Id} looks like a secret and is not kept: silence it in "
                + $"Alertmanager, at {address}";
        var (now, comment) = (
            clock.GetUtcNow(),
            $"{incident.Id}: {(reason.Length > 0 ? reason : "being worked on")}"
        );
        var (id, problem) = await alertmanager.SilenceAsync(
            address,
            labels,
            now,
            time,
            person.Name,
            comment,
            cancel
        );
        if (id is null)
            return $"not silenced: {problem} (fix: Alerts:AlertmanagerUrl)";
        var silenced = new AlertSilenced(incident.AlertName, id, now + time, comment, person);
        await database.WriteAsync(
            unit =>
            {
                if (!IsTold(unit, incident, id)) // before a kill
                    feed.Tell(unit, incident.Number, silenced);
            },
            cancel: CancellationToken.None
        );
        return $"{incident.AlertName} is silenced for {incident.Id} until {now + time:yyyy-MM-dd HH:mm} UTC";
    }

    bool IsTold(Transaction unit, Incident incident, string silence) =>
        timeline
            .Of(unit, incident.Number)
            .Any(entry =>
                entry.Kind == AlertSilenced.KindName
                && JsonNode.Parse(entry.Data)?["silence"]?.ToString() == silence
            );

    /// <returns>The labels of the alert that fired last, and the Alertmanager that sent it; null for none.</returns>
    (Dictionary<string, string> Labels, string? Alertmanager)? LastAlertOf(Incident incident)
    {
        var fired = timeline
            .Of(incident.Number)
            .LastOrDefault(entry => entry.Kind == AlertFired.KindName);
        if (
            fired is null
            || JsonNode.Parse(fired.Data) is not { } data
            || data["labels"] is not JsonObject labels
        )
            return null;
        var texts = labels.ToDictionary(label => label.Key, label => label.Value?.ToString() ?? "");
        return (texts, data["alertmanager"]?.ToString());
    }

    /// <summary>
    /// Only a configured address is ever asked: the one that the alert names when it is among them, else the first.
    /// </summary>
    string? AddressOf(string? named)
    {
        string[] known = [settings.Alerts.AlertmanagerUrl, .. settings.Alerts.MoreAlertmanagers];
        var configured = known.Where(u => u.Length > 0).ToList();
        return configured.Find(u => u.TrimEnd('/') == named?.TrimEnd('/')) ?? configured.FirstOrDefault();
    }
}
