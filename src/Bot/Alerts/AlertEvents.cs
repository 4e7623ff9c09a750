using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Alerts;

/// <summary>The alert of an open incident fires again, or for more.</summary>
/// <param name="Alert">The alert as JSON.</param>
public sealed record AlertFired(IReadOnlyList<string> Instances, string Alert)
    : IncidentEvent(Person.Alertmanager)
{
    public const string KindName = "alert.firing";

    public override string Kind => KindName;

    public override string Text =>
        $"fires for {(Instances.Count > 0 ? string.Join(", ", Instances) : "no instance")}";

    public override string Data => Alert;
}

/// <param name="CanBeVerified">Whether a configured host is looked at now.</param>
public sealed record AlertResolved(string Alert, bool CanBeVerified) : IncidentEvent(Person.Alertmanager)
{
    public override string Kind => "alert.resolved";

    public override string Text => $"{Alert} no longer fires";

    public override IReadOnlyList<ThreadPost> Posts =>
        [new("alert-resolved", ChatMessage.Of($"the alert resolved; {Next}"))];

    string Next => CanBeVerified ? "verifying" : "no configured host to verify";
}

/// <summary>An alert that names no configured host.</summary>
public sealed record HostUnknown(string Advice) : IncidentEvent(new Person("chatops502", "alertmanager"))
{
    public override string Kind => "host.unknown";

    public override string Text => Advice;

    public override IReadOnlyList<ThreadPost> Posts => [new("unknown-host", ChatMessage.Of(Advice))];
}

/// <summary>An alert for which no runbook starts.</summary>
public sealed record RunbookMissing(string Advice)
    : IncidentEvent(new Person("chatops502", "alertmanager"))
{
    public override string Kind => "runbook.missing";

    public override string Text => Advice;

    public override IReadOnlyList<ThreadPost> Posts => [new("no-runbook", ChatMessage.Of(Advice))];
}

/// <param name="Silence">Alertmanager's ID of the silence.</param>
public sealed record AlertSilenced(
    string Alert,
    string Silence,
    DateTimeOffset Until,
    string Comment,
    Person By
) : IncidentEvent(By)
{
    public const string KindName = "alert.silenced";

    public override string Kind => KindName;

    public override string Text =>
        $"{By.Name} silenced {Alert} until {Until:yyyy-MM-dd HH:mm} UTC: {Comment}";

    public override string Data =>
        new JsonObject { ["silence"] = Silence, ["until"] = Column.Time(Until) }.ToJsonString();

    public override IReadOnlyList<ThreadPost> Posts => [new($"silence:{Silence}", ChatMessage.Of(Text))];
}
