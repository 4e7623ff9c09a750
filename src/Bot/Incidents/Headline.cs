using ChatOps502.Bot.Chat;

namespace ChatOps502.Bot.Incidents;

/// <summary>The one message at the top of an incident's thread, edited in place.</summary>
static class Headline
{
    public static ChatMessage Of(Incident i)
    {
        var verdict = i.Cause is null ? i.Confidence is null ? "no verdict yet" : "no cause found" : FormattableString.Invariant($"{i.Cause} ({i.Confidence:0.00})");
        var fields = new List<Field> { new("State", Word(i)), new("Host", i.Hosts.Count > 0 ? string.Join(", ", i.Hosts) : "unknown"), new("Severity", i.Severity), new("Verdict", verdict), new("Since", $"{i.StartedAt:yyyy-MM-dd HH:mm:ss} UTC") };
        if (i.AcknowledgedBy is not null) fields.Add(new("Acknowledged", $"{i.AcknowledgedBy} at {i.AcknowledgedAt:HH:mm:ss} UTC"));
        List<ChatButton> buttons = i.IsOver ? [] : [.. i.AcknowledgedAt is null ? [new ChatButton("command", $"ack {i.Id}", "Acknowledge", "primary")] : Array.Empty<ChatButton>(), .. i.Host.Length > 0 ? [new ChatButton("command", $"check {i.Host}", "Check again")] : Array.Empty<ChatButton>(), new("command", $"resolve {i.Id}", "Resolve")];
        var mood = i.Status switch { "open" => "firing", "mitigated" => "done", _ => "done" };
        return new($"{i.Id} {i.Title}: {Word(i)} on {(i.Host.Length > 0 ? i.Host : "an unknown host")}, {verdict}.", [new Heading($"{i.Id} {i.Title}", mood), new Fields(fields), .. buttons.Count > 0 ? [new Buttons(buttons)] : Array.Empty<ChatBlock>()]);
    }

    static string Word(Incident i) => i.Status switch { "open" => "open", "mitigated" => $"mitigated at {i.MitigatedAt:HH:mm:ss} UTC", _ => $"resolved at {i.ResolvedAt:HH:mm:ss} UTC" };
}
