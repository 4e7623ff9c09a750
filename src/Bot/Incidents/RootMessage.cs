using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Incidents;

/// <summary>The one message at the top of an incident's thread, edited in place.</summary>
static class RootMessage
{
    public static ChatMessage Of(Incident i)
    {
        var verdict = VerdictOf(i);
        return new(
            $"{i.Id} {i.Title}: {Word(i)} on {(i.Host.Length > 0 ? i.Host : "an unknown host")}, {verdict}.",
            [
                new Heading(
                    $"{i.Id} {i.Title}",
                    i.Status == IncidentStatus.Open ? Tone.Firing : Tone.Done
                ),
                new Fields([.. Facts(i, verdict)]),
                new Buttons([.. Buttons(i)]),
            ]
        );
    }

    static string VerdictOf(Incident i)
    {
        if (i.Cause is not null)
            return $"{i.Cause} ({i.Confidence:0.00})";
        return i.Requests is null ? "no verdict yet" : "no cause found";
    }

    static IEnumerable<Field> Facts(Incident i, string verdict)
    {
        yield return new("State", Word(i));
        yield return new("Host", i.Hosts.Count > 0 ? string.Join(", ", i.Hosts) : "unknown");
        yield return new("Severity", i.Severity);
        yield return new("Verdict", verdict);
        yield return new("Since", $"{i.StartedAt:yyyy-MM-dd HH:mm:ss} UTC", i.StartedAt);
        if (i is { Requests: > 0 and var all, Failed: { } failed })
            yield return new("Answered 502", $"{failed} of {all} ({100.0 * failed / all:0.#} %)");
        if (i.AcknowledgedBy is not null)
            yield return new("Acknowledged", $"{i.AcknowledgedBy} at {i.AcknowledgedAt:HH:mm:ss} UTC");
    }

    static IEnumerable<ChatButton> Buttons(Incident i)
    {
        if (!i.IsOver && i.AcknowledgedAt is null)
            yield return new(new CommandAction("ack", i.Id), "Acknowledge", "primary");
        if (!i.IsOver && i.Host.Length > 0)
            yield return new(new CommandAction("check", i.Host), "Check again");
        yield return new(new CommandAction("note", i.Id), "Add note");
        if (!i.IsOver && i.AlertName.Length > 0)
            yield return new(new CommandAction("silence", i.Id), "Silence");
        yield return new(new CommandAction("export", i.Id), "Export");
        if (!i.IsOver)
            yield return new(new CommandAction("resolve", i.Id), "Resolve", Confirm: $"{i.Id} is over?");
    }

    static string Word(Incident i) =>
        i.Status switch
        {
            IncidentStatus.Open => "open",
            IncidentStatus.Mitigated => $"mitigated at {i.MitigatedAt:HH:mm:ss} UTC",
            _ => $"resolved at {i.ResolvedAt:HH:mm:ss} UTC",
        };
}
