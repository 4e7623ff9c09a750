using ChatOps502.Bot.Access;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

sealed class StatusCommand(IncidentChoice choice) : ChatCommand
{
    public override string Word => "status";

    public override string Arguments => "[INC-n]";

    public override string Does => "where an incident stands";

    public override Permission Permission => Permission.Look;

    public override CommandAnswer Run(CommandCall call) =>
        choice.Say(call, (incident, _) => Describe(incident));

    static string Describe(Incident incident)
    {
        var host = incident.Host.Length > 0 ? incident.Host : "unknown";
        var verdict = incident.Cause is null
            ? "no verdict yet"
            : $"{incident.Cause} ({incident.Confidence:0.00})";
        var taken = incident.AcknowledgedBy is { } who ? $"acknowledged by {who}" : "not acknowledged";
        return $"{incident.Id} {incident.Title}: {incident.Status.Text()}, host {host}, {verdict}, {taken}";
    }
}
