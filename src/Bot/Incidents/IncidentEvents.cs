using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Incidents;

/// <param name="Alert">The alert that opened it; empty when a person did.</param>
/// <param name="AlertData">The alert as JSON.</param>
public sealed record IncidentOpened(string Title, string Alert, string AlertData, Person By)
    : IncidentEvent(By)
{
    public override string Kind => Alert.Length > 0 ? "alert.firing" : "incident.opened";

    public override string Text => Title;

    public override string Data => AlertData;
}

/// <summary>Somebody wanted what they may not.</summary>
public sealed record AccessRefused(string Refusal, Person By) : IncidentEvent(By)
{
    public const string KindName = "access.refused";

    public override string Kind => KindName;

    public override string Text => Refusal;
}

public sealed record IncidentAcknowledged(Person By) : IncidentEvent(By)
{
    public override string Kind => "incident.acknowledged";

    public override string Text => $"{By.Name} acknowledged";
}

public sealed record NoteAdded(string Note, Person By) : IncidentEvent(By)
{
    public override string Kind => "note";

    public override string Text => Note;

    public override IReadOnlyList<ThreadPost> Posts =>
        [ThreadPost.Once("note", ChatMessage.Of($"{By.Name} noted: {Note}"))];
}

public sealed record SeverityChanged(string Before, string After, Person By) : IncidentEvent(By)
{
    public override string Kind => "incident.severity";

    public override string Text => $"severity {Before} → {After}";
}

/// <param name="Id">INC-n.</param>
public sealed record IncidentResolved(string Id, string Why, Person By) : IncidentEvent(By)
{
    public override string Kind => "incident.resolved";

    public override string Text => Why;

    public override IReadOnlyList<ThreadPost> Posts =>
        [
            new(
                "resolved",
                new(
                    $"{Id} is resolved: {Why}.",
                    [new Heading($"Resolved: {Why}", Tone.Done)],
                    Broadcast: true
                )
            ),
        ];
}

public sealed record IncidentMitigated(Person By) : IncidentEvent(By)
{
    public override string Kind => "incident.mitigated";

    public override string Text => "the fix was verified";
}

public sealed record IncidentReopened(string Why, Person By) : IncidentEvent(By)
{
    public override string Kind => "incident.reopened";

    public override string Text => Why;
}

/// <param name="Id">INC-n.</param>
/// <param name="Waited">For how long nobody has acknowledged it.</param>
public sealed record AcknowledgementMissing(string Id, TimeSpan Waited, Person By) : IncidentEvent(By)
{
    public override string Kind => "incident.reminder";

    public override string Text => $"nobody has acknowledged {Id} for {(int)Waited.TotalMinutes} minutes";

    public override IReadOnlyList<ThreadPost> Posts =>
        [
            new(
                "reminder",
                new(
                    Text,
                    [
                        new Heading(Text, Tone.Warning),
                        new Buttons([new(new CommandAction("ack", Id), "Acknowledge", "primary")]),
                    ],
                    Broadcast: true
                )
            ),
        ];
}
