using ChatOps502.Bot.Access;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

sealed class AckCommand(IncidentChoice choice, IncidentLifecycle lifecycle) : ChatCommand
{
    public override string Word => "ack";

    public override IReadOnlyList<string> Aliases => ["acknowledge"];

    public override string Arguments => "[INC-n]";

    public override string Does => "acknowledge: others see that somebody is on it";

    public override Permission Permission => Permission.Incident;

    public override CommandAnswer Run(CommandCall call) =>
        choice.Say(
            call,
            (incident, _) =>
                lifecycle.Acknowledge(call.Unit, incident.Number, call.Person)
                ?? $"{incident.Id} is acknowledged by {call.Person.Name}"
        );
}
